"""The shapes of requests and answers, for the OpenAPI document and for checking what comes in."""
