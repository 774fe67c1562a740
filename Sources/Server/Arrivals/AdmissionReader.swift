import Crypto
import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// Reads the form of a checkpoint: one person, or everyone of a vehicle with what is alike for all of them.
struct AdmissionReader: ReadsFields {
    let input: Query
    let reading: Reading
    let home: TerritoryCode
    var errors: [String: String] = [:]

    /// The codes that were scanned one after the other, each once.
    static func codes(_ text: String?) -> [String] {
        var codes: [String] = []
        for part in (text ?? "").split(whereSeparator: \.isWhitespace).map(String.init) where !codes.contains(part) { codes.append(part) }
        return codes
    }

    /// The checks, one a person; nil where something is wrong. The key of each follows from the form's, so that sending again does nothing twice.
    mutating func submissions() -> [AdmissionSubmission]? {
        let checks = Set(input.all("checks").compactMap(ArrivalCheck.init))
        // Sent later, the form says when the people stood there.
        let at = input["checkedAt"].flatMap { Instant($0) }.map { min($0, reading.now) } ?? reading.now
        let admission = Admission(
            checkpoint: text("checkpoint", required: true) ?? "", risk: choice("risk"), checks: checks, isSampled: input["sampled"] != nil,
            needsTransport: input["transport"] != nil,
            vehicle: choice("vehicle"), transportNumber: text("transportNumber"), at: at)
        let codes = AdmissionReader.codes(input["code"])
        if codes.count > AdmissionReader.most { errors["code"] = words("entry.tooMany", ["most": words.figure(AdmissionReader.most)]) }
        let isTyped = input["name"] != nil || input["document"] != nil || input["companions"] != nil
        if codes.isEmpty, !isTyped { errors["code"] = words("entry.codeOrPerson") }
        let newcomers = isTyped ? newcomers() : []
        guard errors.isEmpty else { return nil }
        let key = input["key"] ?? Secret.token()
        let content = input.pairs.filter { !AdmissionReader.own.contains($0.name) }.map { [$0.name, $0.value] }
        let scanned = codes.map { code in
            AdmissionSubmission(
                code: code, newcomer: nil, admission: admission, key: AdmissionReader.key(key, code), content: content + [["code", code]])
        }
        let typed = newcomers.map { newcomer in
            let document = newcomer.identity.documentNumber ?? ""
            return AdmissionSubmission(
                code: nil, newcomer: newcomer, admission: admission, key: AdmissionReader.key(key, document),
                content: content + [["person", newcomer.identity.name, document, newcomer.identity.phones.joined(separator: " ")]])
        }
        return scanned + typed
    }

    /// The most people of one gesture: a coach.
    private static let most = 60
    /// Fields that are of one person, or of the page.
    private static let own: Set<String> = ["csrf", "key", "label", "code", "name", "document", "phone", "companions"]

    /// The key of one person of a form, which says nothing of who it is.
    private static func key(_ form: String, _ person: String) -> String {
        form + "." + SHA256.hash(data: Data((form + person).utf8)).prefix(12).map { String($0, radix: 16) }.joined()
    }

    private mutating func newcomers() -> [AdmissionSubmission.Newcomer] {
        var identities: [Identity] = []
        if input["name"] != nil || input["document"] != nil {
            var identity = Identity(name: text("name", required: true) ?? "")
            if let written = text("document", required: true) {
                do { identity.documentNumber = try DocumentNumber(written).number } catch { errors["document"] = words("journey.badDocument") }
            }
            if let written = text("phone") {
                do { identity.phones = [try PhoneNumber(written).digits] } catch { errors["phone"] = words("journey.badPhone") }
            }
            identities.append(identity)
        }
        identities += companions()
        let risk: OriginRisk? = choice("risk")
        if risk == nil { errors["risk"] = words("field.required") }
        let origin = text("origin", required: true) ?? ""
        let (left, destination) = (day("leftOrigin"), territory("destination"))
        return risk.map { risk in
            identities.map { .init(identity: $0, origin: origin, risk: risk, leftOrigin: left, destination: destination) }
        } ?? []
    }

    /// The others of the vehicle, one a line: name, document, telephone. A line that cannot be read is told, and nothing of the form is lost.
    private mutating func companions() -> [Identity] {
        let lines = (input["companions"] ?? "").split(whereSeparator: \.isNewline).map(String.init)
        if lines.count > AdmissionReader.most { errors["companions"] = words("entry.tooMany", ["most": words.figure(AdmissionReader.most)]) }
        return lines.prefix(AdmissionReader.most).enumerated().compactMap { index, line in
            var parts = line.split { $0.isWhitespace || ",，、;；\t".contains($0) }.map(String.init)
            guard !parts.isEmpty else { return nil }
            let (field, number) = (words("field.companions"), words.figure(index + 1))
            // The name is what stands before the first number: names in letters have spaces.
            let first = parts.firstIndex { $0.count(where: \.isNumber) >= 4 } ?? parts.endIndex
            var identity = Identity(name: parts[..<first].joined(separator: " "))
            parts.removeFirst(first)
            guard !identity.name.isEmpty, let written = parts.first else {
                errors["companions"] = words("entry.companionShort", ["field": field, "line": number])
                return nil
            }
            do { identity.documentNumber = try DocumentNumber(written).number } catch {
                errors["companions"] = words("entry.companionDocument", ["field": field, "line": number, "found": written])
                return nil
            }
            if parts.count > 1 {
                do { identity.phones = [try PhoneNumber(parts[1]).digits] } catch {
                    errors["companions"] = words("entry.companionPhone", ["field": field, "line": number, "found": parts[1]])
                    return nil
                }
            }
            return identity
        }
    }
}
