"""/organisation/aendringer/"""

from django.urls import path

from accounts.views import audit

urlpatterns = [path("", audit.audit_trail, name="audit_trail")]
