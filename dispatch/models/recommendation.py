"""What was recommended, kept as it was shown."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dispatch.models.incident import Incident
from dispatch.vocabulary import RecommendationMoment


class Recommendation(models.Model):
    """The ranked units of a call at intake, as shown last, and at every assignment; with who was passed over (F44)."""

    MOMENTS = [
        (RecommendationMoment.INTAKE.value, _("At intake")),
        (RecommendationMoment.SHOWN.value, _("Shown last")),
        (RecommendationMoment.ASSIGN.value, _("At assignment")),
    ]

    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, related_name="recommendations", verbose_name=_("incident")
    )
    moment = models.CharField(_("moment"), max_length=8, choices=MOMENTS)
    made_at = models.DateTimeField(_("made at"))
    estimated = models.BooleanField(_("estimated"))
    picture = models.JSONField(_("picture"))

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        indexes = [models.Index(fields=["incident", "made_at"], name="recommendation_by_incident")]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(moment=RecommendationMoment.SHOWN.value),
                name="one_recommendation_shown_last",
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.moment}"
