import Register
import Vocabulary

import struct Exchange.ReportCard

/// The infectious-disease report card of a case, as it is printed; the purpose is already in the audit.
struct ReportCardPage: Sendable {
    let person: PersonLink
    let purpose: String
    let lines: [LabelledText]

    init(_ card: ReportCard, of person: PersonTag, purpose: String, _ reading: Reading) {
        let words = reading.words
        self.person = PersonLink(person, reading)
        self.purpose = words("identity.shownFor", ["purpose": purpose])
        lines = card.fields(in: words.language.isChinese ? .chinese : .english, zone: reading.moments.zone).map {
            LabelledText(label: words($0.label), value: $0.value.isEmpty ? "–" : $0.value)
        }
    }
}
