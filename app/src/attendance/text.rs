//! Words of attendance.

use crate::words;

words! {
    here: "Jag är här" | "I am here",
    title: "Checka in" | "Check in",
    enter_code: "Skriv koden på skärmen" | "Type the code on the screen",
    code_hint: "Sex siffror på skärmen vid dörren." | "Six digits on the screen by the door.",
    or_camera: "Du kan också rikta telefonens kamera mot skärmen." | "You can also point your phone's camera at the screen.",
    opened: "Tryck på knappen, så får du din stämpel." | "Press the button to get your stamp.",
    checked_in: "Du är incheckad" | "You are checked in",
    welcome: "Välkommen!" | "Welcome!",
    sit_down: "Sätt dig ner. Vi vet att du är här." | "Take a seat. We know that you are here.",
    already: "Du är redan incheckad i dag." | "You are already checked in today.",
    to_today: "Till Idag" | "Go to Today",
    #[cfg(feature = "ssr")]
    stamp: "Närvarostämpel" | "Attendance stamp",
    point_camera: "Rikta telefonens kamera hit." | "Point your phone's camera here.",
    or_type: "eller skriv koden på" | "or type the code at",
    no_phone: "Ingen telefon?" | "No phone?",
    ask_reception: "Receptionen hjälper dig." | "The reception will help you.",
    step_1: "Öppna kameran" | "Open the camera",
    step_2: "Rikta den mot rutan" | "Point it at the square",
    step_3: "Tryck på länken" | "Tap the link",
    step_4: "Tryck på Jag är här" | "Tap I am here",
    seconds_left: "Ny kod om" | "New code in",
    qr: "QR-kod som öppnar incheckningen" | "QR code that opens the check-in",
    closed_today: "Stängt i dag" | "Closed today",
    start_screen: "Starta skärmen här" | "Start the screen here",
    start_screen_lead: "Den här enheten visar sedan bara koden. Du loggas ut från den." | "This device will then show the code only. You are signed out of it.",
    screen_setup: "Skärmen vid dörren" | "The screen by the door",
    lost_touch: "Ingen kontakt. Koden kommer tillbaka av sig själv." | "No connection. The code will come back by itself.",
}
