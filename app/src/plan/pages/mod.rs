//! Pages of the plan.

mod plan;
mod share;

pub use plan::PlanPage;
pub use share::SharePlanPage;
