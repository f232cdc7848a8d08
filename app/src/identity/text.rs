//! Words of signing in.

use crate::kernel::Lang;
use crate::kernel::policy::Role;
use crate::words;

words! {
    title: "Logga in" | "Sign in",
    then_back: "När du har loggat in kommer du tillbaka dit du var." | "Once signed in you come back to where you were.",
    card: "Kortnummer" | "Card number",
    card_hint: "Sju siffror, till exempel 104071-3" | "Seven digits, for example 104071-3",
    pin: "PIN" | "PIN",
    pin_hint: "Du valde den i receptionen." | "You chose it at the reception.",
    go: "Logga in" | "Sign in",
    help: "Har du glömt? Fråga i receptionen." | "Forgotten it? Ask at the reception.",
    staff_link: "Personal loggar in här" | "Staff sign in here",
    participant_link: "Deltagare loggar in här" | "Participants sign in here",
    staff_title: "Personal" | "Staff",
    name: "Användarnamn" | "User name",
    password: "Lösenord" | "Password",
    sign_out: "Logga ut" | "Sign out",
    arrived: "Du är här. Logga in, så får du din stämpel." | "You are here. Sign in to get your stamp.",
    start_screen_title: "Skärmen vid dörren" | "The screen by the door",
    start_screen_lead: "Visa koden som deltagarna checkar in med." | "Show the code that participants check in with.",
    start_screen_go: "Öppna skärmen" | "Open the screen",
    or: "Eller" | "Or",
    passkey_go: "Logga in med passnyckel" | "Sign in with a passkey",
    passkey_confirm: "Bekräfta med passnyckel" | "Confirm with a passkey",
    code_title: "Skriv koden" | "Enter the code",
    code_lead: "Öppna appen i din telefon. Skriv de sex siffrorna." | "Open the app on your phone. Type the six digits.",
    otp: "Kod" | "Code",
    otp_hint: "Utan telefon: skriv en reservkod." | "Without your phone: type a recovery code.",
    code_go: "Logga in" | "Sign in",
    new_code_title: "Koppla en app" | "Link an app",
    new_code_lead: "Du loggar in med lösenord och en kod från en app i telefonen. Ingen annan kommer in med bara lösenordet." | "You sign in with your password and a code from an app on your phone. Nobody else gets in with the password alone.",
    new_code_1: "Öppna en app för inloggningskoder i telefonen." | "Open an app for sign-in codes on your phone.",
    new_code_2: "Läs av bilden med appen, eller skriv in nyckeln." | "Scan the picture with the app, or type the key.",
    new_code_3: "Skriv de sex siffrorna som appen visar." | "Type the six digits that the app shows.",
    new_code_qr: "Bild att läsa av med appen" | "Picture to scan with the app",
    new_code_secret: "Nyckel" | "Key",
    new_code_otp_hint: "Sex siffror från appen." | "Six digits from the app.",
    new_code_go: "Koppla appen" | "Link the app",
    codes_title: "Dina reservkoder" | "Your recovery codes",
    codes_lead: "Skriv ut eller skriv av dem nu. De visas bara här." | "Print them or write them down now. They are shown here only.",
    codes_more: "En reservkod ersätter telefonen en gång. Förvara dem där bara du kommer åt dem." | "A recovery code stands in for the phone once. Keep them where only you can get at them.",
    codes_kept: "Jag har sparat dem" | "I have kept them",
    print: "Skriv ut" | "Print",
    new_password_title: "Välj ett eget lösenord" | "Choose your own password",
    new_password_lead: "Lösenordet du fick gäller bara en gång." | "The password you were given works once only.",
    new_password: "Nytt lösenord" | "New password",
    new_password_hint: "Minst 12 tecken. Tre vanliga ord räcker långt." | "At least 12 characters. Three plain words go a long way.",
    repeat: "En gång till" | "Once more",
    new_password_go: "Spara lösenordet" | "Save the password",
    gone_title: "Börja om" | "Start again",
    gone: "Det tog för lång tid, eller så är det redan gjort." | "It took too long, or it is done already.",
    gone_go: "Till inloggningen" | "To sign-in",
    confirm_title: "Bekräfta att det är du" | "Confirm that it is you",
    confirm_lead: "Det du vill göra kräver det. Sedan är du tillbaka där du var." | "What you want to do asks for it. Then you are back where you were.",
    confirm_go: "Bekräfta" | "Confirm",
    confirm_none: "Logga ut och logga in igen, så är det bekräftat." | "Sign out and sign in again; then it is confirmed.",
    devices_title: "Mina enheter" | "My devices",
    devices_lead: "Här är du inloggad just nu." | "This is where you are signed in now.",
    this_one: "Den här" | "This one",
    begun: "Inloggad" | "Signed in",
    seen: "Senast använd" | "Last used",
    end_one: "Logga ut" | "Sign out",
    end_others: "Logga ut alla andra" | "Sign out all others",
    ways_title: "Så loggar jag in" | "How I sign in",
    way_card: "Kort och PIN" | "Card and PIN",
    way_password: "Lösenord" | "Password",
    way_app: "App för koder" | "App for codes",
    way_passkeys: "Passnycklar" | "Passkeys",
    change_pin: "Byt PIN" | "Change PIN",
    new_pin: "Ny PIN" | "New PIN",
    new_pin_hint: "Fyra till åtta siffror." | "Four to eight digits.",
    new_pin_go: "Spara ny PIN" | "Save new PIN",
    change_password: "Byt lösenord" | "Change password",
    change_ends: "När du har bytt loggas alla andra enheter ut." | "When you have changed it, all other devices are signed out.",
    change_app: "Koppla en ny app" | "Link another app",
    no_app: "Ingen app är kopplad." | "No app is linked.",
    new_codes: "Gör nya reservkoder" | "Make new recovery codes",
    passkey_lead: "En passnyckel ligger i telefonen eller datorn. Du låser upp den som du brukar." | "A passkey lives in your phone or computer. You unlock it as you usually do.",
    no_passkeys: "Du har ingen passnyckel." | "You have no passkey.",
    passkey_add: "Lägg till en passnyckel här" | "Add a passkey here",
    passkey_remove: "Ta bort" | "Remove",
    passkey_never_used: "Inte använd än" | "Not used yet",
    roles_title: "Din roll" | "Your role",
}

/// "Hej Karin"
pub fn hello(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Hej {name}"),
        Lang::En => format!("Hello {name}"),
    }
}

/// What a role is called.
pub const fn role(role: Role, lang: Lang) -> &'static str {
    match (lang, role) {
        (Lang::Sv | Lang::En, Role::Reception) => "Reception",
        (Lang::Sv | Lang::En, Role::Coach) => "Coach",
        (Lang::Sv, Role::Recruiter) => "Rekryterare",
        (Lang::En, Role::Recruiter) => "Recruiter",
        (Lang::Sv, Role::TeamLeader) => "Samordnare",
        (Lang::En, Role::TeamLeader) => "Team leader",
        (Lang::Sv, Role::Manager) => "Enhetschef",
        (Lang::En, Role::Manager) => "Manager",
        (Lang::Sv | Lang::En, Role::Specialist) => "Specialist",
        (Lang::Sv, Role::CaseWorker) => "Handläggare",
        (Lang::En, Role::CaseWorker) => "Case worker",
        (Lang::Sv | Lang::En, Role::Partner) => "Partner",
        (Lang::Sv, Role::Steering) => "Styrgrupp",
        (Lang::En, Role::Steering) => "Steering group",
    }
}

/// "7 reservkoder kvar"
pub fn codes_left(left: u32, lang: Lang) -> String {
    match (lang, left) {
        (Lang::Sv, 1) => "1 reservkod kvar".to_owned(),
        (Lang::En, 1) => "1 recovery code left".to_owned(),
        (Lang::Sv, left) => format!("{left} reservkoder kvar"),
        (Lang::En, left) => format!("{left} recovery codes left"),
    }
}

/// "Sedan 20 november"
pub fn since(when: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => format!("Sedan {when}"),
        Lang::En => format!("Since {when}"),
    }
}

/// "Senast använd 20 november 09:12"
pub fn last_used(when: &str, lang: Lang) -> String {
    format!("{} {when}", seen(lang))
}

/// "Logga ut Chrome på Android": the button's whole words, for those who listen.
pub fn end_named(device: &str, lang: Lang) -> String {
    format!("{} {device}", end_one(lang))
}
