/// The texts of one field, each stored once and known by its number, with what comparisons and blocks need to know of it.
struct TextValues: Sendable {
    let kind: LinkageField.Kind
    private(set) var bytes = GrowingBuffer<UInt8>()
    /// Where each text begins, and after the last where the next would.
    private(set) var starts = GrowingBuffer<UInt32>(repeating: 0, count: 1)
    private(set) var hashes = GrowingBuffer<UInt64>()
    /// How many records bear each text.
    var counts = GrowingBuffer<UInt32>()
    private var slots = GrowingBuffer<UInt32>(repeating: 0, count: 64)

    /// Hash of the sound: the transcription of characters, the consonants of a Latin word.
    private(set) var sounds = GrowingBuffer<UInt32>()
    /// Hash of the letters in whatever order, transcribed if need be: one for 桂珍, 珍桂 and Guizhen.
    private(set) var letters = GrowingBuffer<UInt32>()
    /// The first letter, transcribed if need be.
    private(set) var initials = GrowingBuffer<UInt8>()
    /// The letters that occur, a bit each.
    private(set) var alphabets = GrowingBuffer<UInt32>()
    /// Hash of what is read of the first character, or of a Latin word's sound.
    private(set) var firsts = GrowingBuffer<UInt32>()
    private(set) var characters = GrowingBuffer<HanCharacter>()
    private(set) var characterStarts = GrowingBuffer<UInt32>(repeating: 0, count: 1)
    private var reader = HanReader()

    init(kind: LinkageField.Kind) { self.kind = kind }

    var count: Int { hashes.count }

    func text(_ id: Int) -> UnsafeBufferPointer<UInt8> {
        let start = Int(starts.base[id])
        return UnsafeBufferPointer(start: bytes.base + start, count: Int(starts.base[id + 1]) - start)
    }

    /// The number of a text, given one if it has none yet. Texts are taken as they come; see ``TextReader``.
    mutating func intern(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = Hashing.bytes(text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while true {
            let held = slots.base[slot]
            if held == 0 { break }
            let id = Int(held) - 1
            if hashes.base[id] == hash, isEqual(self.text(id), text) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(count + 1)
        hashes.append(hash)
        bytes.append(text)
        starts.append(UInt32(bytes.count))
        counts.append(0)
        if count * 2 > slots.count { rehash() }
        return count - 1
    }

    /// The number of a text, and one more record that bears it.
    mutating func take(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let id = intern(text)
        counts.mutableBase[id] += 1
        return id
    }

    private func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }

    private mutating func rehash() {
        let size = slots.count * 2
        slots = GrowingBuffer(repeating: 0, count: size)
        let base = slots.mutableBase
        for id in 0..<count {
            var slot = Int(truncatingIfNeeded: hashes.base[id]) & (size - 1)
            while base[slot] != 0 { slot = (slot + 1) & (size - 1) }
            base[slot] = UInt32(id + 1)
        }
    }

    /// Forgets the texts from the number `count` on: those that came last, so that nobody else's place in the table depends on theirs.
    mutating func truncate(to count: Int) {
        for id in stride(from: self.count - 1, through: count, by: -1) {
            var slot = Int(truncatingIfNeeded: hashes.base[id]) & (slots.count - 1)
            while slots.base[slot] != UInt32(id + 1) { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = 0
        }
        bytes.truncate(to: Int(starts[count]))
        characters.truncate(to: Int(characterStarts[min(count, sounds.count)]))
        starts.truncate(to: count + 1)
        characterStarts.truncate(to: min(count, sounds.count) + 1)
        hashes.truncate(to: count)
        counts.truncate(to: count)
        let read = min(count, sounds.count)
        sounds.truncate(to: read)
        letters.truncate(to: read)
        initials.truncate(to: read)
        alphabets.truncate(to: read)
        firsts.truncate(to: read)
    }

    /// Works out sounds and readings of the texts that came since the last time.
    mutating func readNewTexts() {
        for id in sounds.count..<count {
            let text = self.text(id)
            alphabets.append(TextValues.alphabet(text))
            let isHan = kind != .address && kind != .email && text.count > 0 && text[0] >= 0xE3
            guard isHan else {
                let sound = LatinText.sound(of: text)
                let key = sound == 0 ? 0 : Hashing.key(sound)
                let isTranscription = kind == .fullName || kind == .givenName || kind == .familyName
                append(sound: key, letters: isTranscription ? TextValues.letters(text) : 0, initial: text.first ?? 0, first: key)
                characterStarts.append(UInt32(characters.count))
                continue
            }
            let read = reader.read(TextValues.scalars(text), asName: kind == .fullName || kind == .familyName)
            for character in read.characters { characters.append(character) }
            characterStarts.append(UInt32(characters.count))
            read.letters.withUnsafeBufferPointer { letters in
                let sound = letters.count == 0 ? Hashing.key(hashes.base[id]) : Hashing.key(Hashing.bytes(letters))
                append(
                    sound: sound, letters: TextValues.letters(letters), initial: letters.first ?? 0,
                    first: read.characters.first?.readings.0 ?? sound)
            }
        }
    }

    private mutating func append(sound: UInt32, letters: UInt32, initial: UInt8, first: UInt32) {
        sounds.append(sound)
        self.letters.append(letters)
        initials.append(initial)
        firsts.append(first)
    }

    /// A hash of the letters in whatever order.
    private static func letters(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var sum: UInt64 = 0
        for byte in text where byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") { sum &+= Hashing.mix(UInt64(byte)) }
        return sum == 0 ? 0 : Hashing.key(Hashing.mix(sum))
    }

    private static func alphabet(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var alphabet: UInt32 = 0
        for byte in text { alphabet |= 1 << UInt32(byte & 31) }
        return alphabet
    }

    private static func scalars(_ text: UnsafeBufferPointer<UInt8>) -> [UInt32] {
        String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
    }
}

/// Makes a written text comparable: lower case, marks taken off, white space brought to single spaces; in Chinese text none is left.
struct TextReader {
    private var scratch: [UInt8] = []

    /// Calls `body` with the comparable form; it is empty where nothing is stated.
    mutating func read<Result>(_ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        scratch.removeAll(keepingCapacity: true)
        var isPlain = true
        for byte in text {
            if byte >= 0x80 {
                isPlain = false
                break
            }
            if byte <= 0x20 {
                if let last = scratch.last, last != 0x20 { scratch.append(0x20) }
            } else {
                scratch.append(byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte)
            }
        }
        if !isPlain { readMarked(text) }
        while scratch.last == 0x20 { scratch.removeLast() }
        return scratch.withUnsafeBufferPointer(body)
    }

    private mutating func readMarked(_ text: UnsafeBufferPointer<UInt8>) {
        scratch.removeAll(keepingCapacity: true)
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        let isHan = scalars.contains { $0.properties.isIdeographic }
        for scalar in scalars {
            var value = scalar.value
            if value >= 0xFF01, value <= 0xFF5E { value -= 0xFEE0 }
            if value == 0x3000 || scalar.properties.isWhitespace { value = 0x20 }
            if value == 0xB7 || value == 0x2022 || value == 0x200B || value == 0xFEFF { continue }
            if value == 0x20 {
                if !isHan, let last = scratch.last, last != 0x20 { scratch.append(0x20) }
            } else if value < 0x80 {
                scratch.append(UInt8(value >= 0x41 && value <= 0x5A ? value + 0x20 : value))
            } else if let plain = TextReader.withoutMark(scalar) {
                scratch.append(plain)
            } else {
                scratch.append(contentsOf: Array(String(Unicode.Scalar(value) ?? scalar).utf8))
            }
        }
    }

    /// The plain letter under a mark, told by the character's name: LATIN SMALL LETTER E WITH ACUTE is e.
    private static func withoutMark(_ scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.value >= 0xC0, scalar.value < 0x2000, let name = scalar.properties.name, name.hasPrefix("LATIN "), name.contains(" WITH ") else {
            return nil
        }
        let words = name.split(separator: " ")
        guard words.count > 4, words[2] == "LETTER", words[3].utf8.count == 1, let letter = words[3].utf8.first else { return nil }
        return letter + 0x20
    }
}
