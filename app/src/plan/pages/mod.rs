//! Pages of the plan.

mod plan;

pub use plan::PlanPage;
