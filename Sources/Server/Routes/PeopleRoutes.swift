import Hummingbird
import Register

/// A person's page, finding people, and showing who they are.
extension RouteTable {
    mutating func addPeopleRoutes() {
        get("/people/{id}", .needs(.viewPerson)) { visit in
            let id = try visit.personID
            // A record that gave way to another leads to the one that stands for the person.
            if visit.lens.asOf == nil, let bearer = try await visit.desk.duplicates.bearer(visit.viewer, id), bearer != id {
                return visit.lead(to: visit.reading.address("/people/\(bearer.rawValue)"))
            }
            guard let content = try await visit.desk.person(visit.viewer, visit.lens, id) else { throw Refusal.notFound }
            let merged = try await visit.mergedRows(of: id)
            let page = PersonPage(content, visit.reading, metFrom: visit.query["met"].flatMap { Int($0) } ?? 0, merged: merged)
            return try await visit.page("person", page, title: content.person.name)
        }
        for sheet in RevealPage.Sheet.allCases {
            get("/people/{id}/\(sheet.rawValue)", .needs(.revealIdentity)) { visit in try await visit.purpose(of: sheet) }
            post("/people/{id}/\(sheet.rawValue)", .needs(.revealIdentity)) { visit in
                guard let purpose = visit.form["purpose"], purpose.count >= 4 else {
                    return try await visit.purpose(of: sheet, problem: visit.words("identity.purposeNeeded"))
                }
                return try await visit.show(sheet, for: purpose)
            }
        }
        post("/search", .needs(.searchPeople)) { visit in
            guard let text = visit.form["q"] else { return visit.lead(to: visit.reading.address("/")) }
            let token = await visit.parts.memory.search(text, of: visit.viewer.session.digest)
            return visit.lead(to: visit.reading.address("/search/\(token)"))
        }
        get("/search/{token}", .needs(.searchPeople)) { visit in
            guard let text = await visit.parts.memory.search(named: try visit.parameter("token"), of: visit.viewer.session.digest) else {
                throw Refusal.notFound
            }
            let page = SearchPage(try await visit.desk.search(visit.viewer, text), visit.reading)
            return try await visit.page("search", page, title: page.title, live: false)
        }
    }
}

extension Visit {
    /// Asks for what purpose a sheet is wanted.
    fileprivate func purpose(of sheet: RevealPage.Sheet, problem: String? = nil) async throws -> Response {
        guard let content = try await desk.person(viewer, lens, personID), content.has(sheet) else { throw Refusal.notFound }
        let page = RevealPage(content.person, reading, problem: problem, sheet: sheet)
        return try await self.page("reveal", page, title: page.title, live: false, status: problem == nil ? .ok : .unprocessableContent)
    }

    /// Shows a sheet; who saw it and for what is in the audit.
    fileprivate func show(_ sheet: RevealPage.Sheet, for purpose: String) async throws -> Response {
        let id = try personID
        switch sheet {
        case .reveal:
            guard let found = try await desk.reveal(viewer, id, purpose) else { throw Refusal.notFound }
            let page = IdentityPage(found.identity, of: found.tag, purpose: purpose, reading)
            return try await self.page("identity", page, title: words("identity.title"), live: false)
        case .card:
            guard let found = try await desk.reportCard(viewer, id, purpose) else { throw Refusal.notFound }
            let page = ReportCardPage(found.card, of: found.tag, purpose: purpose, reading)
            return try await self.page("card", page, title: words("card.title"), live: false)
        case .notice:
            guard let found = try await desk.releaseNotice(viewer, id, purpose) else { throw Refusal.notFound }
            let page = ReleaseNoticePage(found.notice, of: found.tag, territory: found.territory, purpose: purpose, reading, second: otherWords)
            return try await self.page("notice", page, title: words("notice.title"), live: false)
        }
    }

    /// The words of the other language of the console: English beside Chinese, Simplified Chinese beside English.
    fileprivate var otherWords: Words {
        var other = parts.catalogue.words(words.language.isChinese ? .english : .simplified)
        other.labels = words.labels
        return other
    }
}

extension PersonPage.Content {
    /// Whether there is such a sheet of the person.
    fileprivate func has(_ sheet: RevealPage.Sheet) -> Bool {
        switch sheet {
        case .reveal: true
        case .card: hasCase
        case .notice: release != nil
        }
    }
}
