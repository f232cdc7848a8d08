//! Parts of the desk's pages.

mod steps;

pub use steps::Steps;
