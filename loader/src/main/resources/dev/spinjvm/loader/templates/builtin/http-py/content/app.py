from spin_sdk.http import IncomingHandler as Handler
from spin_sdk.http import Request, Response


class IncomingHandler(Handler):
    def handle_request(self, request: Request) -> Response:
        """Answers every request with a greeting."""
        print(f"Handling request to {request.uri}")
        return Response(200, {"content-type": "text/plain"}, b"Hello World!\n")
