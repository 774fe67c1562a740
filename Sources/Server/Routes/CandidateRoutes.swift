import Hummingbird
import Register
import Vocabulary

/// Contacts proposed from where a case was.
extension RouteTable {
    mutating func addCandidateRoutes() {
        get("/people/{id}/candidates", .needs(.recordContact)) { try await $0.candidates() }
        post("/people/{id}/candidates", .needs(.recordContact), body: 1024 * 1024) { visit in
            let id = try visit.personID
            let choices = visit.form.all("person").compactMap { number -> ContactDecision.Choice? in
                guard let person = Int64(number), let degree = visit.form["degree\(number)"].flatMap(ContactDegree.init(rawValue:)) else {
                    return nil
                }
                return ContactDecision.Choice(person: person, degree: degree)
            }
            guard !choices.isEmpty else { return try await visit.candidates(problem: visit.words("candidates.nobody")) }
            let reason = visit.form["reason"].flatMap { $0.isEmpty ? nil : $0 }
            do {
                let done = try await visit.desk.recordContacts(
                    visit.viewer, ContactDecision(index: id.rawValue, choices: choices, reason: reason), visit.form["key"] ?? "")
                var sentences = [visit.words.count("candidates.recorded", done.count)]
                if done.new > 0 { sentences.append(visit.words.count("flash.new", done.new)) }
                await visit.say(sentences.joined(separator: visit.words.language.isChinese ? "" : " "))
                return visit.lead(to: visit.reading.address("/people/\(id.rawValue)"))
            } catch Refusal.invalid(_, let text) {
                return try await visit.candidates(problem: visit.words(text))
            }
        }
    }
}

extension Visit {
    fileprivate func candidates(problem: String? = nil) async throws -> Response {
        guard let content = try await desk.candidates(viewer, personID) else { throw Refusal.notFound }
        let page = CandidatesPage(content, reading, input: problem == nil ? nil : form, problem: problem)
        return try await self.page(
            "candidates", page, title: words("candidates.title"), live: false, status: problem == nil ? .ok : .unprocessableContent)
    }
}
