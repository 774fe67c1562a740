import Register
import Vocabulary

extension Fact {
    /// The person exposed to, if it is an exposure.
    var indexPerson: PersonID? {
        if case .exposure(let exposure) = self { exposure.index } else { nil }
    }
}

extension Subject {
    /// The subject's kind and number, as stored. A territory's number is its code.
    var stored: (kind: String, number: Int64) { (kind.rawValue, number) }

    /// A subject as stored; nil if there is none of that kind.
    init?(kind: String, number: Int64) {
        guard let kind = Kind(rawValue: kind) else { return nil }
        self.init(kind: kind, number: number)
    }
}
