"""Works on the messages of a queue of SQS."""
import os

import boto3


def poll() -> None:
    queue = boto3.client("sqs")
    url = os.environ["QUEUE_URL"]
    while True:
        answer = queue.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        for message in answer.get("Messages", []):
            print(message["Body"], flush=True)
            queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


if __name__ == "__main__":
    poll()
