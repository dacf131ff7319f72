"""Greets by name."""
import os
from concurrent import futures

import grpc
from grpc_health.v1 import health, health_pb2_grpc

import greeter_pb2
import greeter_pb2_grpc


class Greeter(greeter_pb2_grpc.GreeterServicer):
    def Greet(self, request, context):
        return greeter_pb2.Greeting(text=f"Hello {request.name}")


def serve() -> None:
    port = os.environ.get("GREETER_PORT", "50051")
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=10))
    greeter_pb2_grpc.add_GreeterServicer_to_server(Greeter(), server)
    health_pb2_grpc.add_HealthServicer_to_server(health.HealthServicer(), server)
    server.add_insecure_port(f"[::]:{port}")
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    serve()
