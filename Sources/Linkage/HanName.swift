import Register

/// A Chinese character as names use it: as written, in its usual simplified form, and the hashes of up to three readings.
struct HanCharacter: BitwiseCopyable, Sendable {
    var written: UInt32
    var usual: UInt32
    var readings: (UInt32, UInt32, UInt32)

    /// The character 某, which stands for what is hidden; so do an asterisk and a circle.
    static func isMask(_ scalar: UInt32) -> Bool { scalar == 0x67D0 || scalar == 0x2A || scalar == 0xFF0A || scalar == 0x00D7 || scalar == 0x25CB }

    func sounds(like other: HanCharacter) -> Bool {
        if usual == other.usual { return true }
        return has(other.readings.0) || has(other.readings.1) || has(other.readings.2)
    }

    private func has(_ reading: UInt32) -> Bool {
        reading != 0 && (readings.0 == reading || readings.1 == reading || readings.2 == reading)
    }
}

/// Reads characters, remembering each: names use a few thousand.
struct HanReader {
    private var known: [UInt32: (usual: UInt32, readings: [String])] = [:]

    /// The characters of a name with their readings, those of the family name first of all as it is read as one; and the transcription of the
    /// whole, its usual reading in letters.
    mutating func read(_ scalars: [UInt32], asName: Bool) -> (characters: [HanCharacter], letters: [UInt8]) {
        var readings = scalars.map { entry($0).readings }
        if asName, let family = HanReader.family(scalars.prefix(2).map { entry($0).usual }) {
            for (index, special) in family.enumerated() where index < readings.count {
                readings[index] = special + readings[index].filter { !special.contains($0) }
            }
        }
        var characters: [HanCharacter] = [], letters: [UInt8] = []
        for (scalar, reading) in zip(scalars, readings) {
            let hashes = reading.prefix(3).map { text -> UInt32 in
                var text = text
                return text.withUTF8 { Hashing.key(Hashing.bytes($0)) }
            }
            characters.append(
                HanCharacter(
                    written: scalar, usual: entry(scalar).usual,
                    readings: (hashes.first ?? 0, hashes.count > 1 ? hashes[1] : 0, hashes.count > 2 ? hashes[2] : 0)))
            if let first = reading.first { letters += Array(first.utf8) }
        }
        return (characters, letters)
    }

    private mutating func entry(_ scalar: UInt32) -> (usual: UInt32, readings: [String]) {
        if let entry = known[scalar] { return entry }
        guard let character = Unicode.Scalar(scalar) else { return (scalar, []) }
        let entry = (usual: HanReading.usualForm(of: character).value, readings: HanReading.syllables(of: character))
        known[scalar] = entry
        return entry
    }

    /// The readings of the one or two characters of a family name that is read otherwise than its characters.
    private static func family(_ start: [UInt32]) -> [[String]]? { start.count > 1 ? (special[start] ?? special[[start[0]]]) : special[start] }

    private static let special: [[UInt32]: [[String]]] = {
        var special: [[UInt32]: [[String]]] = [:]
        for family in ChineseName.heteronyms.keys {
            let scalars = family.unicodeScalars.map(\.value)
            special[scalars] = Array(HanReading.syllables(of: family))
        }
        return special
    }()
}

/// Comparison of names in Chinese characters.
enum HanName {
    typealias Characters = UnsafeBufferPointer<HanCharacter>

    /// How far two different names agree.
    static func agreement(_ left: Characters, _ right: Characters, familyFirst: Bool) -> Agreement {
        guard left.count > 0, right.count > 0 else { return .missing }
        if familyFirst, isMasked(left) || isMasked(right) { return left[0].sounds(like: right[0]) ? .partial : .different }
        if left.count == right.count { return ofEqualLength(left, right, familyFirst: familyFirst) }
        let (short, long) = left.count < right.count ? (left, right) : (right, left)
        if short.count >= 2 || !familyFirst, isDropped(short, long) { return .similar }
        return familyFirst && left[0].sounds(like: right[0]) ? .familyOnly : .different
    }

    private static func ofEqualLength(_ left: Characters, _ right: Characters, familyFirst: Bool) -> Agreement {
        var forms = 0, sounds = 0
        for index in 0..<left.count {
            if left[index].usual == right[index].usual { forms += 1 }
            if left[index].sounds(like: right[index]) { sounds += 1 }
        }
        if forms == left.count { return .otherForm }
        if sounds == left.count { return .soundsAlike }
        if isReordered(left, right) { return .reordered }
        guard familyFirst else { return left.count > 1 && sounds == left.count - 1 ? .near : .different }
        guard left[0].sounds(like: right[0]) else { return left.count > 2 && sounds == left.count - 1 ? .wide : .different }
        return left.count > 2 && sounds == left.count - 1 ? .near : .familyOnly
    }

    private static func isMasked(_ name: Characters) -> Bool { name.dropFirst().contains { HanCharacter.isMask($0.written) } }

    /// Whether the same characters, or characters that sound so, stand in another order.
    private static func isReordered(_ left: Characters, _ right: Characters) -> Bool {
        guard left.count >= 2, left.count <= 8 else { return false }
        var used = 0
        for character in left {
            guard let index = right.indices.first(where: { used >> $0 & 1 == 0 && right[$0].sounds(like: character) }) else { return false }
            used |= 1 << index
        }
        return true
    }

    /// Whether `short` is `long` without one character.
    private static func isDropped(_ short: Characters, _ long: Characters) -> Bool {
        guard long.count == short.count + 1 else { return false }
        var index = 0
        for character in long where index < short.count && short[index].sounds(like: character) { index += 1 }
        return index == short.count
    }
}

/// Comparison of postal addresses: the end of an address is what is particular, its beginning is often left out.
enum AddressText {
    /// How far two different addresses agree: `near` where they end alike for most of the shorter one (province or prefecture left out, an
    /// old name of the county), `wide` where at least the beginning is the same.
    static func agreement(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Agreement {
        let shorter = min(left.count, right.count)
        guard shorter > 0 else { return .missing }
        let isHan = left[0] >= 0xE0 || right[0] >= 0xE0
        var tail = 0
        while tail < shorter, left[left.count - 1 - tail] == right[right.count - 1 - tail] { tail += 1 }
        if tail * 10 >= shorter * 6, tail >= (isHan ? 18 : 8) { return .near }
        if isHan {
            var head = 0
            while head < shorter, left[head] == right[head] { head += 1 }
            if (head + tail) * 10 >= shorter * 8, tail >= 18 { return .near }
            return head * 10 >= shorter * 5 ? .wide : .different
        }
        let agreement = LatinText.agreement(left, right, alphabets: (~0, ~0), soundAlike: false)
        return agreement == .partial ? .wide : agreement
    }
}
