/// What the console remembers of a session between two pages: what to say next, where the tour is, what was searched for. In memory only.
actor Memory {
    private struct Notes {
        var flash: Frame.Flash?
        var tour: Int?
        var searches: [(token: String, text: String)] = []
    }

    private var notes: [String: Notes] = [:]
    private static let capacity = 5000

    /// To be shown once, on the next page.
    func say(_ flash: Frame.Flash, to session: String) { change(session) { $0.flash = flash } }

    /// What there is to say, forgotten by asking.
    func hear(_ session: String) -> Frame.Flash? {
        defer { notes[session]?.flash = nil }
        return notes[session]?.flash
    }

    /// Where the tour is; nil ends it.
    func setTour(_ stop: Int?, of session: String) { change(session) { $0.tour = stop } }
    func tour(_ session: String) -> Int? { notes[session]?.tour }

    /// Keeps what was searched for under an opaque name; the last twenty of a session.
    func search(_ text: String, of session: String) -> String {
        let token = String(Secret.token().prefix(16))
        change(session) {
            $0.searches.append((token, text))
            if $0.searches.count > 20 { $0.searches.removeFirst() }
        }
        return token
    }

    func search(named token: String, of session: String) -> String? { notes[session]?.searches.first { $0.token == token }?.text }

    func forget(_ session: String) { notes[session] = nil }

    private func change(_ session: String, _ body: (inout Notes) -> Void) {
        if notes.count > Memory.capacity { notes.removeAll() }
        body(&notes[session, default: Notes()])
    }
}
