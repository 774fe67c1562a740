import Hummingbird
import Operations
import Register
import Vocabulary

/// Records that may be of one person: while typing, from a person's page, and pair by pair.
extension RouteTable {
    mutating func addDuplicateRoutes() {
        // An identity is never part of an address: what is typed comes as a form.
        post("/people/matches", .needs(.searchPeople), body: 16 * 1024) { visit in
            let record = PersonRecord(
                name: visit.form["name"], document: visit.form["document"], phone: visit.form["phone"],
                birthDate: visit.form["birthDate"].flatMap { CivilDate($0) }, sex: visit.form["sex"].flatMap(Sex.init(rawValue:)),
                residence: visit.form["residence"].flatMap { TerritoryCode($0) }, address: visit.form["address"])
            // A checkpoint only sees who is meant: an equal document joins by itself.
            let canChoose = visit.query["view"] != "only"
            let page = MatchesPage(try await visit.desk.duplicates.matches(visit.viewer, record), canChoose: canChoose, visit.reading)
            // A part of a page, without the frame: what the next page is to say waits for the next page.
            let frame = visit.parts.bareFrame(visit.words.language, title: "", path: visit.path, query: visit.query)
            return Response.html(try visit.parts.templates.render("matches", page: page, frame: frame, words: visit.words))
        }
        get("/people/{id}/same", .needs(.mergePeople)) { try await $0.searchSame(found: nil) }
        post("/people/{id}/same", .needs(.mergePeople)) { visit in
            let text = String((visit.form["q"] ?? "").prefix(200))
            return try await visit.searchSame(found: text.isEmpty ? nil : try await visit.desk.search(visit.viewer, text))
        }
        get("/people/{id}/same/{other}", .needs(.mergePeople)) { try await $0.comparison() }
        post("/people/{id}/same/{other}", .needs(.mergePeople)) { visit in
            let (one, other) = (try visit.personID, try visit.otherPerson)
            do {
                let standing = try await visit.decide(one, other)
                return visit.lead(to: visit.reading.address("/people/\(standing.rawValue)"))
            } catch Refusal.invalid(_, let text) {
                return try await visit.comparison(problem: visit.words(text))
            }
        }
        post("/people/{id}/separate", .needs(.mergePeople)) { visit in
            let id = try visit.personID
            guard let fact = visit.form.factID, try await visit.desk.sees(visit.viewer, id) else { throw Refusal.notFound }
            do {
                try await visit.desk.duplicates.takeBack(visit.viewer, fact, visit.form["reason"] ?? "", visit.form["key"] ?? "")
                await visit.say(visit.words("duplicate.takenApart"))
            } catch Refusal.invalid(_, let text) {
                await visit.say(visit.words(text), tone: "late")
            }
            return visit.lead(to: visit.reading.address("/people/\(id.rawValue)"))
        }
        addReviewRoutes()
    }

    private mutating func addReviewRoutes() {
        get("/duplicates", .needs(.mergePeople)) { visit in
            let territory = try await visit.desk.territoryName(visit.lens.territory) ?? LocalizedText(zh: "", en: "")
            let page = DuplicatesPage(try await visit.desk.duplicates.runs(visit.viewer, visit.lens), territory: territory, visit.reading)
            return try await visit.page("duplicates", page, title: visit.words("duplicate.title"), live: false)
        }
        post("/duplicates", .needs(.mergePeople)) { visit in
            let run = try await visit.desk.duplicates.start(visit.viewer, visit.lens.territory, visit.form["order"].flatMap { Int64($0) })
            return visit.lead(to: visit.reading.address("/duplicates/\(run)"))
        }
        get("/duplicates/{run}", .needs(.mergePeople)) { visit in
            let id = try visit.parameter("run")
            guard let sight = try await visit.desk.duplicates.run(visit.viewer, id) else { throw Refusal.notFound }
            let next = try await visit.desk.duplicates.pair(visit.viewer, id, 0, 1)
            let page = DuplicateRunPage(sight, next: next?.place, visit.reading)
            return try await visit.page("duplicaterun", page, title: page.title, live: false)
        }
        get("/duplicates/{run}/pairs/{place}", .needs(.mergePeople)) { try await $0.reviewPair() }
        post("/duplicates/{run}/pairs/{place}", .needs(.mergePeople)) { visit in
            let (run, place) = (try visit.parameter("run"), try visit.place)
            guard let pair = try await visit.desk.duplicates.pair(visit.viewer, run, place, 1), pair.place == place else {
                return visit.lead(to: visit.reading.address("/duplicates/\(run)/pairs/\(place + 1)"))
            }
            let sides = pair.content.comparison.sides.map(\.person)
            do {
                _ = try await visit.decide(sides[0], sides[1])
                return visit.lead(to: visit.reading.address("/duplicates/\(run)/pairs/\(place + 1)"))
            } catch Refusal.invalid(_, let text) {
                return try await visit.reviewPair(problem: visit.words(text))
            }
        }
    }
}

extension Visit {
    fileprivate var otherPerson: PersonID {
        get throws {
            guard let number = Int64(try parameter("other")) else { throw Refusal.notFound }
            return PersonID(rawValue: number)
        }
    }

    fileprivate var place: Int {
        get throws {
            guard let place = Int(try parameter("place")) else { throw Refusal.notFound }
            return place
        }
    }

    /// The records merged into a person's, for the person's page.
    func mergedRows(of person: PersonID) async throws -> [MergedRow] {
        guard reading.may(.mergePeople) else { return [] }
        var rows: [MergedRow] = []
        for merge in try await desk.duplicates.merges(viewer, person) {
            var residence: LocalizedText?
            if let code = merge.residence { residence = try await desk.territoryName(code) }
            rows.append(MergedRow(merge, of: person, residence: residence, reading))
        }
        return rows
    }

    fileprivate func searchSame(found: SearchPage.Content?) async throws -> Response {
        guard let content = try await desk.person(viewer, lens, personID) else { throw Refusal.notFound }
        let page = SamePersonSearchPage(content.person, found: found, reading)
        return try await self.page("samesearch", page, title: words("duplicate.searchTitle"), live: false)
    }

    fileprivate func comparison(problem: String? = nil) async throws -> Response {
        let (one, other) = (try personID, try otherPerson)
        guard let content = try await desk.duplicates.compare(viewer, one, other) else { throw Refusal.notFound }
        let page = SamePersonPage(
            content, reading, action: reading.address("/people/\(one.rawValue)/same/\(other.rawValue)"), input: problem == nil ? nil : form,
            problem: problem)
        return try await self.page(
            "sameperson", page, title: words("duplicate.compare"), live: false, status: problem == nil ? .ok : .unprocessableContent)
    }

    fileprivate func reviewPair(problem: String? = nil) async throws -> Response {
        let (run, place) = (try parameter("run"), try place)
        let step = query["back"] == nil ? 1 : -1
        guard let sight = try await desk.duplicates.run(viewer, run) else { throw Refusal.notFound }
        guard let pair = try await desk.duplicates.pair(viewer, run, place, step) else {
            return lead(to: reading.address("/duplicates/\(run)"))
        }
        let path = "/duplicates/\(run)/pairs"
        let line = SamePersonPage.ReviewLine(
            text: words("duplicate.pairOf", ["n": words.figure(pair.place + 1), "of": words.figure(sight.found?.pairs.count ?? 0)]),
            nextAddress: reading.address("\(path)/\(pair.place + 1)"),
            previousAddress: reading.address("\(path)/\(pair.place - 1)", [("back", "1")]), listAddress: reading.address("/duplicates/\(run)"),
            place: "\(pair.place)")
        let page = SamePersonPage(
            pair.content, reading, action: reading.address("\(path)/\(pair.place)"), review: line, input: problem == nil ? nil : form,
            problem: problem)
        return try await self.page(
            "sameperson", page, title: words("duplicate.compare"), live: false, status: problem == nil ? .ok : .unprocessableContent)
    }

    /// Records what the form decides about two records; answers with the one that stands.
    fileprivate func decide(_ one: PersonID, _ other: PersonID) async throws -> PersonID {
        let isSame = form["decision"] != "different"
        let standing = form["standing"].flatMap { Int64($0) } == other.rawValue ? other : one
        let reason = form["reason"] ?? ""
        guard !reason.allSatisfy(\.isWhitespace) else {
            throw Refusal.invalid(field: "reason", LocalizedText(zh: "请填写理由。", en: "Say why."))
        }
        let decision = SamenessDecision(
            standing: standing.rawValue, other: (standing == one ? other : one).rawValue, isSame: isSame, reason: reason, key: form["key"] ?? "")
        let fact = try await desk.duplicates.decide(viewer, decision)
        await say(words(isSame ? "duplicate.merged" : "duplicate.keptApart"), undo: reading.address("/undo/\(fact.rawValue)"))
        return standing
    }
}
