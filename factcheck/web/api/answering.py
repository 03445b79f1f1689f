"""How the API answers a call that changes something: once for each Idempotency-Key, with the same words again."""

from flask import Response, jsonify, request

from factcheck.domain.errors import Invalid
from factcheck.services import idempotency
from factcheck.services.idempotency import Answer, Call
from factcheck.web.api.door import actor
from factcheck.web.api.shapes import Shape
from factcheck.web.sessions import desk


def answer(shape: Shape | None, status: int = 200, **headers: str) -> Answer:
    """The model as the body of an answer; None for one without a body."""
    return Answer(status, None if shape is None else shape.model_dump(mode="json"), headers)


def once(call: Call) -> Response:
    """Carry out the call and answer it; when its key was answered before, give that answer again."""
    key = request.headers.get(idempotency.FIELD)
    if key == "":
        raise Invalid(idempotency.FIELD, "key", "The header Idempotency-Key is empty.")
    sent = idempotency.request_sha256(request.method, request.full_path, request.get_data())
    given = idempotency.once(desk().unit(), actor(), call, key=key or "", request=sent)
    response = jsonify(given.body) if given.body is not None else Response()
    response.status_code = given.status
    response.headers.update(given.headers)
    if given.again:
        response.headers["Idempotent-Replayed"] = "true"
    return response
