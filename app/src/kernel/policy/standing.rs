//! A decision about a person: the rule of the cell, and how the actor stands towards them.

use super::{ActorKind, Category, Denial, Permit, Rule, Verb, own, rule};

/// How an actor stands towards a person, at the moment of the request. Facts alone: what they open is decided here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts, each of its own table"
)]
pub struct Standing {
    /// The actor is the person.
    pub oneself: bool,
    /// There is such a person.
    pub known: bool,
    /// They are or were enrolled at the actor's centre.
    pub in_centre: bool,
    /// They are assigned to the actor, a deputy's days included (G3).
    pub assigned: bool,
    /// The actor themselves, or a declared relative (G1).
    pub related: bool,
    /// Their identity is protected (G4).
    pub protected: bool,
    /// The actor is named for the protected identity.
    pub named: bool,
    /// An emergency override of the actor is in force (G2).
    pub overridden: bool,
    /// The actor has referred them and it is not decided.
    pub own_referral: bool,
    /// What the centre may tell the actor's agency, by consents in force.
    pub consents: Vec<String>,
    /// A version of the plan is published to the actor's agency.
    pub published: bool,
    /// The actor has stated a reason for this action.
    pub reason: bool,
}

impl Standing {
    /// A participant's towards themselves.
    pub fn oneself() -> Self {
        Self {
            oneself: true,
            known: true,
            ..Self::default()
        }
    }

    /// A colleague's towards the person that their device is locked to.
    pub fn jointly() -> Self {
        Self {
            known: true,
            in_centre: true,
            assigned: true,
            ..Self::default()
        }
    }

    fn consented(&self, category: Category) -> bool {
        category
            .consent()
            .is_some_and(|wanted| self.consents.iter().any(|c| c == wanted))
    }
}

/// Whether this actor may read or write this category about a person towards whom they stand so.
///
/// # Errors
/// The reason of the denial. `NotHere`, `Related` and `Protected` are never told: they would give away that the
/// person is there.
pub fn decide_about(
    actor: ActorKind,
    category: Category,
    verb: Verb,
    standing: &Standing,
) -> Result<Permit, Denial> {
    let role = match actor {
        ActorKind::Nobody => return Err(Denial::NotSignedIn),
        ActorKind::Screen | ActorKind::Joint => return Err(Denial::RoleWithout),
        ActorKind::Participant => {
            return match (standing.oneself, own(category, verb)) {
                (true, true) => Ok(Permit::Own),
                (true, false) => Err(Denial::RoleWithout),
                (false, _) => Err(Denial::NotHere),
            };
        }
        ActorKind::Staff(role) => role,
    };
    let Some(rule) = rule(role, category, verb) else {
        return Err(Denial::RoleWithout);
    };
    if rule == Rule::Role {
        return Ok(Permit::Role);
    }
    if !standing.known || (!role.of_agency() && !standing.in_centre) {
        return Err(Denial::NotHere);
    }
    if standing.related {
        return Err(Denial::Related);
    }
    if standing.protected && !standing.named {
        return Err(Denial::Protected);
    }
    let when = |holds: bool, permit: Permit, denial: Denial| if holds { Ok(permit) } else { Err(denial) };
    // An override stands in for the assignment or the reason, to read (G2); it opens no cell that the role has not.
    let overridden = standing.overridden && verb == Verb::Read;
    let assigned = || match (standing.assigned, overridden) {
        (true, _) => Ok(Permit::Assigned),
        (false, true) => Ok(Permit::Override),
        (false, false) => Err(Denial::NotAssigned),
    };
    let consented = when(standing.consented(category), Permit::Consent, Denial::NoConsent);
    match rule {
        Rule::Role | Rule::Centre | Rule::YesNo => Ok(Permit::Role),
        Rule::Own | Rule::OwnYesNo => assigned(),
        Rule::Reason => match (standing.reason, overridden) {
            (true, _) => Ok(Permit::Reason),
            (false, true) => Ok(Permit::Override),
            (false, false) => Err(Denial::ReasonNeeded),
        },
        Rule::OwnActivities => Ok(Permit::Assigned),
        Rule::Consent => consented,
        Rule::ReferralOrConsent if standing.own_referral => Ok(Permit::Referral),
        Rule::ReferralOrConsent => consented,
        Rule::VersionAndConsent => {
            consented.and_then(|permit| when(standing.published, permit, Denial::NotPublished))
        }
        Rule::OwnParty => when(!standing.consents.is_empty(), Permit::Consent, Denial::NoConsent),
        Rule::OwnReferral => when(standing.own_referral, Permit::Referral, Denial::NoReferral),
        // Sessions, placements, notes, invitations and questions come with their tables: until then nobody has one.
        Rule::OwnSessions | Rule::OwnPlacements | Rule::Author | Rule::Invited | Rule::InvitedWithConsent => {
            Err(Denial::NotTheirs)
        }
        Rule::Asks => Err(Denial::NoConsent),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Role;
    use super::*;

    fn here() -> Standing {
        Standing {
            known: true,
            in_centre: true,
            ..Standing::default()
        }
    }

    #[test]
    fn a_relative_and_a_protected_identity_come_before_every_cell() {
        for role in Role::ALL {
            for category in Category::ALL.into_iter().filter(|c| c.about_a_person()) {
                for verb in Verb::ALL {
                    let everything = Standing {
                        assigned: true,
                        overridden: true,
                        own_referral: true,
                        consents: ["enrolment", "contact", "plan", "outcome", "review"]
                            .map(str::to_owned)
                            .to_vec(),
                        published: true,
                        reason: true,
                        ..here()
                    };
                    let kind = ActorKind::Staff(role);
                    let related = Standing {
                        related: true,
                        ..everything.clone()
                    };
                    assert!(decide_about(kind, category, verb, &related).is_err());
                    let protected = Standing {
                        protected: true,
                        ..everything
                    };
                    assert!(decide_about(kind, category, verb, &protected).is_err());
                }
            }
        }
    }

    #[test]
    fn an_override_opens_what_the_role_has_of_its_own_people_to_read_and_nothing_else() {
        let overridden = Standing {
            overridden: true,
            ..here()
        };
        let coach = ActorKind::Staff(Role::Coach);
        assert_eq!(
            decide_about(coach, Category::PlanDraft, Verb::Read, &overridden),
            Ok(Permit::Override)
        );
        assert_eq!(
            decide_about(coach, Category::PlanDraft, Verb::Write, &overridden),
            Err(Denial::NotAssigned)
        );
        assert_eq!(
            decide_about(coach, Category::PhysioNotes, Verb::Read, &overridden),
            Err(Denial::RoleWithout)
        );
    }

    #[test]
    fn a_case_worker_needs_both_the_version_and_the_consent() {
        let kind = ActorKind::Staff(Role::CaseWorker);
        let with = |consents: &[&str], published| Standing {
            known: true,
            consents: consents.iter().map(|c| (*c).to_owned()).collect(),
            published,
            ..Standing::default()
        };
        let ask = |s: &Standing| decide_about(kind, Category::PlanVersion, Verb::Read, s);
        assert_eq!(ask(&with(&[], true)), Err(Denial::NoConsent));
        assert_eq!(ask(&with(&["plan"], false)), Err(Denial::NotPublished));
        assert_eq!(ask(&with(&["plan"], true)), Ok(Permit::Consent));
        assert_eq!(ask(&with(&["contact"], true)), Err(Denial::NoConsent));
    }
}
