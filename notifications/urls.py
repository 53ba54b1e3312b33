"""/sund"""

from django.urls import path

from notifications import views

urlpatterns = [path("sund", views.health, name="health")]
