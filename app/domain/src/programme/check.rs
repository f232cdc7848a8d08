//! Whether rules can hold: the checks of a new version, each with the place where it can be put right.

use super::refusal::row;
use super::{EntryGroup, ProgrammeRules, RuleError, RulePlace, RuleRefusal};
use std::collections::BTreeSet;

/// Most rows of a list in one version: ways in, targets, grounds, steps.
pub const ROWS_MAX: usize = 12;
/// Most characters of a ground or a step that is written in words.
pub const LINE_MAX: usize = 100;

fn within(number: Option<u32>, at: RulePlace) -> Result<(), RuleError> {
    let (from, to) = at.bounds();
    match number {
        Some(n) if !(from..=to).contains(&n) => Err(RuleError::new(at, RuleRefusal::NotANumber { from, to })),
        _ => Ok(()),
    }
}

fn once<T: Ord>(list: impl IntoIterator<Item = T>, at: impl Fn(u8) -> RulePlace) -> Result<(), RuleError> {
    let mut seen = BTreeSet::new();
    for (n, one) in list.into_iter().enumerate() {
        if !seen.insert(one) {
            return Err(RuleError::new(at(row(n)), RuleRefusal::Twice));
        }
    }
    Ok(())
}

fn lines(list: &[String], at: RulePlace) -> Result<(), RuleError> {
    if list.len() > ROWS_MAX {
        return Err(RuleError::new(at, RuleRefusal::TooMany));
    }
    for line in list {
        if line.trim().is_empty() {
            return Err(RuleError::new(at, RuleRefusal::Empty));
        }
        if line.chars().count() > LINE_MAX {
            return Err(RuleError::new(at, RuleRefusal::TooLong));
        }
    }
    once(list, |_| at)
}

impl ProgrammeRules {
    /// The same rules, where they can hold; `agencies` are the codes of the parties that there are (E1).
    ///
    /// # Errors
    /// The first place that cannot hold, and why.
    pub fn checked(self, agencies: &[String]) -> Result<Self, RuleError> {
        use RulePlace as P;
        use RuleRefusal as R;
        let fail = |at, why| Err(RuleError::new(at, why));
        within(self.age_from.map(u32::from), P::AgeFrom)?;
        within(self.age_below.map(u32::from), P::AgeBelow)?;
        if let (Some(from), Some(below)) = (self.age_from, self.age_below)
            && from >= below
        {
            return fail(P::AgeBelow, R::AgesCross);
        }
        lines(&self.target_group, P::TargetGroup)?;
        once(&self.conditions, |_| P::Conditions)?;
        within(self.capacity, P::Capacity)?;
        self.entries_checked(agencies)?;
        within(self.first_meeting_working_days, P::FirstMeeting)?;
        if let Some(talks) = self.coach_talks {
            within(Some(talks.offered), P::TalksOffered)?;
            within(Some(talks.within_days), P::TalksWithin)?;
        }
        within(self.offer_within_days, P::OfferWithin)?;
        within(self.contact_within_days, P::ContactWithin)?;
        within(self.term_months, P::TermMonths)?;
        once(&self.extension_keys, |_| P::ExtensionKeys)?;
        if self.term_months.is_none() && !self.extension_keys.is_empty() {
            return fail(P::ExtensionKeys, R::NoTerm);
        }
        lines(&self.steps, P::Steps)?;
        if self.outcomes.is_empty() {
            return fail(P::Outcomes, R::Empty);
        }
        once(&self.outcomes, |_| P::Outcomes)?;
        if self.targets.len() > ROWS_MAX {
            return fail(P::Whole, R::TooMany);
        }
        for (n, target) in self.targets.iter().enumerate() {
            if !(1..=100).contains(&target.percent) {
                return fail(P::TargetPercent(row(n)), R::Percent);
            }
            within(target.within_months, P::TargetWithin(row(n)))?;
        }
        once(self.targets.iter().map(|t| (t.of, t.within_months)), P::TargetOf)?;
        Ok(self)
    }

    /// E1, E2: agencies that there are, each way in once, a quota with its period.
    fn entries_checked(&self, agencies: &[String]) -> Result<(), RuleError> {
        use RulePlace as P;
        use RuleRefusal as R;
        if self.entries.len() > ROWS_MAX {
            return Err(RuleError::new(P::Whole, R::TooMany));
        }
        for (n, entry) in self.entries.iter().enumerate() {
            let n = row(n);
            if !agencies.contains(&entry.agency) {
                return Err(RuleError::new(P::EntryAgency(n), R::UnknownAgency));
            }
            within(entry.quota, P::EntryQuota(n))?;
            match (entry.quota, entry.per) {
                (Some(_), None) => return Err(RuleError::new(P::EntryPer(n), R::QuotaWithoutPeriod)),
                (None, Some(_)) => return Err(RuleError::new(P::EntryQuota(n), R::PeriodWithoutQuota)),
                _ => {}
            }
            within(entry.while_new_at_most, P::EntryWhile(n))?;
            let depends = entry.while_new_at_most.is_some();
            let has_new = self
                .entries
                .iter()
                .any(|e| e.agency == entry.agency && e.group == EntryGroup::NewApplicants);
            if depends && (entry.group == EntryGroup::NewApplicants || !has_new) {
                return Err(RuleError::new(P::EntryWhile(n), R::NothingToDependOn));
            }
        }
        once(self.entries.iter().map(|e| (&e.agency, e.group)), P::EntryGroup)
    }
}
