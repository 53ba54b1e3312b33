"""What every page needs."""


def shell(request):
    return {}
