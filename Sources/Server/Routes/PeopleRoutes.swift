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
        get("/people/{id}/reveal", .needs(.revealIdentity)) { visit in
            guard let content = try await visit.desk.person(visit.viewer, visit.lens, visit.personID) else { throw Refusal.notFound }
            let page = RevealPage(content.person, visit.reading, problem: nil)
            return try await visit.page("reveal", page, title: visit.words("identity.title"), live: false)
        }
        post("/people/{id}/reveal", .needs(.revealIdentity)) { visit in
            let id = try visit.personID
            guard let purpose = visit.form["purpose"], purpose.count >= 4 else {
                guard let content = try await visit.desk.person(visit.viewer, visit.lens, id) else { throw Refusal.notFound }
                let page = RevealPage(content.person, visit.reading, problem: visit.words("identity.purposeNeeded"))
                return try await visit.page(
                    "reveal", page, title: visit.words("identity.title"), live: false, status: .unprocessableContent)
            }
            guard let revealed = try await visit.desk.reveal(visit.viewer, id, purpose) else { throw Refusal.notFound }
            let page = IdentityPage(revealed.identity, of: revealed.tag, purpose: purpose, visit.reading)
            return try await visit.page("identity", page, title: visit.words("identity.title"), live: false)
        }
        get("/people/{id}/card", .needs(.revealIdentity)) { visit in
            guard let content = try await visit.desk.person(visit.viewer, visit.lens, visit.personID), content.hasCase else { throw Refusal.notFound }
            let page = RevealPage(content.person, visit.reading, problem: nil, sheet: .card)
            return try await visit.page("reveal", page, title: visit.words("card.title"), live: false)
        }
        post("/people/{id}/card", .needs(.revealIdentity)) { visit in
            let id = try visit.personID
            guard let purpose = visit.form["purpose"], purpose.count >= 4 else {
                guard let content = try await visit.desk.person(visit.viewer, visit.lens, id) else { throw Refusal.notFound }
                let page = RevealPage(content.person, visit.reading, problem: visit.words("identity.purposeNeeded"), sheet: .card)
                return try await visit.page("reveal", page, title: visit.words("card.title"), live: false, status: .unprocessableContent)
            }
            guard let found = try await visit.desk.reportCard(visit.viewer, id, purpose) else { throw Refusal.notFound }
            let page = ReportCardPage(found.card, of: found.tag, purpose: purpose, visit.reading)
            return try await visit.page("card", page, title: visit.words("card.title"), live: false)
        }
        get("/people/{id}/notice", .needs(.revealIdentity)) { visit in
            guard let content = try await visit.desk.person(visit.viewer, visit.lens, visit.personID), content.release != nil else {
                throw Refusal.notFound
            }
            let page = RevealPage(content.person, visit.reading, problem: nil, sheet: .notice)
            return try await visit.page("reveal", page, title: visit.words("notice.title"), live: false)
        }
        post("/people/{id}/notice", .needs(.revealIdentity)) { visit in
            let id = try visit.personID
            guard let purpose = visit.form["purpose"], purpose.count >= 4 else {
                guard let content = try await visit.desk.person(visit.viewer, visit.lens, id) else { throw Refusal.notFound }
                let page = RevealPage(content.person, visit.reading, problem: visit.words("identity.purposeNeeded"), sheet: .notice)
                return try await visit.page("reveal", page, title: visit.words("notice.title"), live: false, status: .unprocessableContent)
            }
            guard let found = try await visit.desk.releaseNotice(visit.viewer, id, purpose) else { throw Refusal.notFound }
            let page = ReleaseNoticePage(
                found.notice, of: found.tag, territory: found.territory, purpose: purpose, visit.reading, second: visit.otherWords)
            return try await visit.page("notice", page, title: visit.words("notice.title"), live: false)
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
    /// The words of the other language of the console: English beside Chinese, Simplified Chinese beside English.
    fileprivate var otherWords: Words {
        var other = parts.catalogue.words(words.language.isChinese ? .english : .simplified)
        other.labels = words.labels
        return other
    }
}
