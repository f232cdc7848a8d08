//! In which role the page is read: the server knows the visitor's, the browser reads the document's.

use crate::kernel::policy::Role;

/// The role of the staff member who reads this page; `None` for anybody else.
pub fn role_here() -> Option<Role> {
    #[cfg(feature = "ssr")]
    return crate::kernel::Visitor::current()
        .and_then(|v| v.actor)
        .and_then(|actor| actor.role());
    #[cfg(not(feature = "ssr"))]
    leptos::prelude::document()
        .document_element()
        .and_then(|html| html.get_attribute("data-role"))
        .and_then(|code| Role::from_code(&code))
}
