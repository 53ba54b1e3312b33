"""What happens around every request: language, second factor, text that must not be lost."""


class _Pass:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)


class ChosenLanguageMiddleware(_Pass): ...


class KeepUnsavedTextMiddleware(_Pass): ...


class SecondFactorMiddleware(_Pass): ...
