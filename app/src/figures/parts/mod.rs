//! Parts of the figures' page.

mod chart;
mod tables;

pub use chart::FlowChart;
pub use tables::{FlowTable, PeriodTable};
