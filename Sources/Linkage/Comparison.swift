/// Compares rows of records, field by field. Holds bare addresses: valid while the records are.
struct Comparison: @unchecked Sendable {
    let rows: UnsafePointer<UInt32>
    let stride: Int
    let fields: [Field]

    struct Field {
        let kind: LinkageField.Kind
        let offset: Int
        let texts: Texts
        /// The field that this one depends on: an address on its territory, given and family name on each other; -1 if on none.
        let companion: Int
    }

    /// The addresses of a table of texts.
    struct Texts {
        let bytes: UnsafePointer<UInt8>, starts: UnsafePointer<UInt32>, sounds: UnsafePointer<UInt32>, letters: UnsafePointer<UInt32>
        let alphabets: UnsafePointer<UInt32>, characters: UnsafePointer<HanCharacter>, characterStarts: UnsafePointer<UInt32>

        init(_ texts: TextValues) {
            bytes = texts.bytes.base
            starts = texts.starts.base
            sounds = texts.sounds.base
            letters = texts.letters.base
            alphabets = texts.alphabets.base
            characters = texts.characters.base
            characterStarts = texts.characterStarts.base
        }

        @inline(__always)
        func text(_ id: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(start: bytes + Int(starts[id]), count: Int(starts[id + 1] - starts[id]))
        }

        @inline(__always)
        func han(_ id: Int) -> UnsafeBufferPointer<HanCharacter> {
            UnsafeBufferPointer(start: characters + Int(characterStarts[id]), count: Int(characterStarts[id + 1] - characterStarts[id]))
        }
    }

    private let documents: [Int]
    private let birthDate: Int?

    init(_ records: Records) {
        rows = records.rows.base
        stride = records.stride
        let layout = records.layout
        let given = layout.all(.givenName).first, family = layout.all(.familyName).first, territory = layout.all(.territory).first
        fields = layout.fields.indices.map { index in
            let kind = layout.fields[index].kind
            let companion: Int? =
                switch kind {
                case .givenName: index == given ? family : nil
                case .familyName: index == family ? given : nil
                case .address: territory
                default: nil
                }
            return Field(kind: kind, offset: layout.offsets[index], texts: Texts(records.texts[index]), companion: companion ?? -1)
        }
        documents = layout.all(.document)
        birthDate = layout.all(.birthDate).first
    }

    @inline(__always)
    func row(_ record: Int) -> UnsafePointer<UInt32> { rows + record * stride }

    @inline(__always)
    static func code(_ words: UnsafePointer<UInt32>) -> Code {
        let low = UInt64(words[0]) | UInt64(words[1]) << 32, high = UInt64(words[2]) | UInt64(words[3]) << 32
        return Code(bits: UInt128(high) << 64 | UInt128(low))
    }

    /// The agreement of two rows on every field.
    func pattern(_ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>) -> Pattern {
        var bits: UInt64 = 0
        for index in 0..<fields.count {
            let field = fields[index]
            bits |= UInt64(agreement(field, left + field.offset, right + field.offset).rawValue) << UInt64(4 * index)
        }
        var pattern = Pattern(bits: bits)
        settleDependentFields(&pattern, left, right)
        if let birthDate { settleDocuments(&pattern, birthDate, left, right) }
        return pattern
    }

    @inline(__always)
    private func agreement(_ field: Field, _ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>) -> Agreement {
        switch field.kind {
        case .document, .phone:
            return Code.agreement(Comparison.code(left), Comparison.code(right))
        case .birthDate:
            return BirthDay.agreement(BirthDay(digits: left[0]), BirthDay(digits: right[0]))
        case .sex:
            return left[0] == 0 || right[0] == 0 ? .missing : left[0] == right[0] ? .exact : .different
        case .territory:
            return Comparison.territories(Comparison.code(left), Comparison.code(right))
        case .email, .fullName, .givenName, .familyName, .address, .place, .text:
            if left[0] == 0 || right[0] == 0 { return .missing }
            if left[0] == right[0] { return .exact }
            return Comparison.texts(field.kind, field.texts, Int(left[0]) - 1, Int(right[0]) - 1)
        }
    }

    private static func territories(_ left: Code, _ right: Code) -> Agreement {
        if left.isMissing || right.isMissing { return .missing }
        let difference = left.bits ^ right.bits
        if difference == 0 { return .exact }
        let same = (difference.leadingZeroBitCount - 8) / 6
        return same >= 12 ? .exact : same >= 9 ? .near : same >= 6 ? .wide : same >= 4 ? .similar : .different
    }

    private static func texts(_ kind: LinkageField.Kind, _ texts: Texts, _ left: Int, _ right: Int) -> Agreement {
        if kind == .address { return AddressText.agreement(texts.text(left), texts.text(right)) }
        let a = texts.han(left), b = texts.han(right)
        if a.count > 0, b.count > 0 { return HanName.agreement(a, b, familyFirst: kind == .fullName) }
        if a.count > 0 || b.count > 0 {
            return texts.letters[left] != 0 && texts.letters[left] == texts.letters[right] ? .transliterated : .different
        }
        let soundAlike = texts.sounds[left] == texts.sounds[right] && texts.sounds[left] != 0
        let agreement = LatinText.agreement(
            texts.text(left), texts.text(right), alphabets: (texts.alphabets[left], texts.alphabets[right]), soundAlike: soundAlike)
        if kind == .fullName, agreement != .oneSlip, texts.letters[left] == texts.letters[right], texts.letters[left] != 0 { return .reordered }
        return agreement
    }
}

// MARK: - Fields that do not speak for themselves

extension Comparison {
    /// Given and family name exchanged count once, as the given name's `reordered`; an address in another village says nothing that the
    /// village has not said.
    @inline(__always)
    private func settleDependentFields(_ pattern: inout Pattern, _ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>) {
        for index in 0..<fields.count where fields[index].companion >= 0 {
            let companion = fields[index].companion
            switch fields[index].kind {
            case .givenName where isUnlike(pattern.level(index)) && isUnlike(pattern.level(companion)):
                if isExchanged(fields[index], fields[companion], left, right) {
                    pattern[index] = .reordered
                    pattern[companion] = .missing
                }
            case .address where pattern.level(companion) != Int(Agreement.missing.rawValue):
                if pattern.level(companion) != Int(Agreement.exact.rawValue), pattern.level(index) != Int(Agreement.exact.rawValue) {
                    pattern[index] = .missing
                }
            default: break
            }
        }
    }

    private func isUnlike(_ level: Int) -> Bool { level >= Int(Agreement.soundsAlike.rawValue) }

    private func isExchanged(_ given: Field, _ family: Field, _ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>) -> Bool {
        let givens = given.texts, families = family.texts
        let values = (left[given.offset], left[family.offset], right[given.offset], right[family.offset])
        guard values.0 != 0, values.1 != 0, values.2 != 0, values.3 != 0 else { return false }
        return Comparison.isAlike(givens.text(Int(values.0) - 1), families.text(Int(values.3) - 1))
            && Comparison.isAlike(families.text(Int(values.1) - 1), givens.text(Int(values.2) - 1))
    }

    private static func isAlike(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        let (short, long) = left.count <= right.count ? (left, right) : (right, left)
        guard long.count - short.count <= 1, long.count > 2 || short.count == long.count else { return false }
        return LatinText.isOneEdit(short, long)
    }

    /// The rule of similar document numbers: people with different birth dates are never one person because their numbers are similar,
    /// unless a named comparator explains the difference: day and month swapped, the lunar calendar, or the date in the document itself.
    ///
    /// Without an explanation, citizen identity numbers that are similar contradict: the records are never of one person. Of other documents,
    /// whose numbers bear no date, a similar number then counts as a different one.
    @inline(__always)
    private func settleDocuments(_ pattern: inout Pattern, _ birthDate: Int, _ left: UnsafePointer<UInt32>, _ right: UnsafePointer<UInt32>) {
        for document in documents {
            let level = pattern[document]
            guard level == .oneSlip || level == .reordered else { continue }
            let born = pattern[birthDate]
            guard born == .oneSlip || born == .near || born == .different else { continue }
            let a = Comparison.code(left + fields[document].offset), b = Comparison.code(right + fields[document].offset)
            if a.isResident, b.isResident {
                let dates = (a.birthDigits, b.birthDigits)
                let own = (left[fields[birthDate].offset], right[fields[birthDate].offset])
                if dates.0 == dates.1, dates.0 == own.0 || dates.0 == own.1, born != .different { continue }
                pattern[document] = .contradicted
            } else {
                pattern[document] = .different
            }
        }
    }
}

extension Code {
    /// The birth date in a citizen identity number, as a ``BirthDay`` has it.
    var birthDigits: UInt32 {
        var digits: UInt32 = 0
        for position in 6..<14 { digits = digits * 10 + UInt32(truncatingIfNeeded: max(0, digit(position))) }
        return digits
    }
}
