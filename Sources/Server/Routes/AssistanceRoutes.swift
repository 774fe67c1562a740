import Hummingbird
import Register
import Vocabulary

/// Asking another territory from a person's page.
extension RouteTable {
    mutating func addAssistanceRoutes() {
        get("/people/{id}/assistance", .needs(.sendAssistance)) { try await $0.assistance() }
        post("/people/{id}/assistance", .needs(.sendAssistance)) { visit in
            var errors: [String: String] = [:]
            let province = visit.form["province"].flatMap(TerritoryCode.init)
            let authority = visit.form["authority"]
            if province != nil, authority == nil { errors["authority"] = visit.words("field.required") }
            let to = province ?? visit.form["to"].flatMap(TerritoryCode.init)
            if to == nil { errors["to"] = visit.words("field.required") }
            if visit.form["assistanceText"] == nil { errors["assistanceText"] = visit.words("field.required") }
            let people = visit.form.all("person").compactMap { Int64($0) }
            guard errors.isEmpty, let to, let text = visit.form["assistanceText"] else {
                return try await visit.assistance(errors: errors, problem: visit.words.count("fill.problems", errors.count))
            }
            guard !people.isEmpty else { return try await visit.assistance(problem: visit.words("candidates.nobody")) }
            let letter = AssistanceLetter(
                about: try visit.personID.rawValue, people: people, to: to, authority: province == nil ? nil : authority,
                isFromOutside: province != nil && visit.form["direction"] == "asked", text: text)
            do {
                let subject = try await visit.desk.sendAssistance(visit.viewer, letter, visit.form["key"] ?? "")
                await visit.say(visit.words.count("assistance.sentFor", people.count))
                return visit.lead(to: visit.reading.address(of: subject))
            } catch Refusal.invalid(_, let text) {
                return try await visit.assistance(problem: visit.words(text))
            }
        }
    }
}

extension Visit {
    fileprivate func assistance(errors: [String: String] = [:], problem: String? = nil) async throws -> Response {
        guard let content = try await desk.assistance(viewer, personID) else { throw Refusal.notFound }
        let isAgain = problem != nil
        let page = AssistancePage(
            content, reading, picked: query["to"].flatMap(TerritoryCode.init), input: isAgain ? form : nil, errors: errors, problem: problem)
        return try await self.page(
            "assistance", page, title: words("assistance.ask"), live: false, status: isAgain ? .unprocessableContent : .ok)
    }
}
