import Exchange
import Register
import Vocabulary

// What people entered by hand, or another file under another key, stands: a file that says the same says nothing new. An import and its dry run
// both ask here.

extension Dossier {
    /// The number of the thing in the register that a fact of a file means too; nil where it is new.
    func thing(meantBy fact: Fact, at moment: Instant) -> Int64? {
        switch fact {
        case .caseReport(let report):
            return openCases.last?.rawValue
                ?? cases.last { $0.happenedAt == moment && $0.value.label == report.label }?.id.rawValue
        case .caseChange(let change):
            return caseChanges.last { $0.value.of == change.of && $0.value.change == change.change }?.id.rawValue
        case .death: return death?.id.rawValue
        case .exposure(let exposure):
            return exposures.last { $0.value.index == exposure.index && $0.value.last == exposure.last }?.id.rawValue
        case .stay(let stay): return stays.last { $0.value.mode == stay.mode && $0.happenedAt == moment }?.id.rawValue
        case .specimen(let specimen):
            return specimens.last {
                $0.value.method == specimen.method && $0.happenedAt == moment
                    && ($0.value.code == nil || specimen.code == nil || $0.value.code == specimen.code)
            }?.id.rawValue
        case .result(let result):
            return results.last { $0.value.specimen == result.specimen && $0.value.outcome == result.outcome }?.id.rawValue
        case .arrival(let arrival):
            return arrivals.last { $0.happenedAt == moment && $0.value.destination == arrival.destination }?.id.rawValue
        case .post(let post): return posts.last { $0.value.postClass == post.postClass && $0.value.from == post.from }?.id.rawValue
        case .vaccination(let dose): return vaccinations.last { $0.value.dose == dose.dose }?.id.rawValue
        default: return nil
        }
    }
}

extension ImportPerson {
    /// Whether the row says more of the person than the identity.
    var describes: Bool { sex != nil || birthDate != nil || residence != nil || occupation != nil || location != nil || !groups.isEmpty }
}

extension Person {
    /// The description with what was not known filled in from a row; nothing known is overwritten by a file.
    func completed(by row: ImportPerson) -> Person {
        var person = self
        person.sex = sex ?? row.sex
        person.birthDate = birthDate ?? row.birthDate
        if let home = row.residence, home != residence, residence.contains(home) { person.residence = home }
        person.groups = groups.union(row.groups)
        person.occupation = occupation ?? row.occupation
        person.location = location ?? row.location.flatMap { residence.contains($0) ? nil : $0 }
        return person
    }
}
