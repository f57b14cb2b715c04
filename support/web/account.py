"""Signing up and in: allauth's flow with our words, our fields and our outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, SignupForm


class Adapter(DefaultAccountAdapter):
    pass


class SignUpForm(SignupForm):
    pass


class SignInForm(LoginForm):
    pass
