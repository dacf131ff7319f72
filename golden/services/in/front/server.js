require("http").createServer((_, answer) => answer.end("front")).listen(3000);
