/// How Chinese characters are read and written: syllables without tone, and the usual simplified form of a traditional or variant character.
///
///     HanReading.syllables(of: "单雄信")   // [["shan"], ["xiong"], ["xin"]]
///     HanReading.usualForm(of: "張")       // "张"
///
/// A table of its own rather than ICU's transform, so that it can be used where nothing but values may be, knows that a character may have
/// several readings, and reads surnames as surnames (``ChineseName/heteronyms``). ü is written v, as on every keyboard.
public enum HanReading {
    /// The readings of each character of a name, the usual one first; family names are read as family names. Empty for what is no character
    /// of the table.
    public static func syllables(of name: String) -> [[String]] {
        let scalars = Array(name.unicodeScalars)
        var readings = scalars.map { HanReading.syllables(of: $0) }
        let plain = String(String.UnicodeScalarView(scalars.map(usualForm)))
        for length in [2, 1] where length <= scalars.count {
            guard let toned = ChineseName.heteronyms[String(plain.prefix(length))] else { continue }
            if length == 1 {
                let special = toned.map(HanReading.withoutTones)
                readings[0] = special + readings[0].filter { !special.contains($0) }
            } else if let word = toned.first.map(HanReading.withoutTones) {
                for (index, syllable) in HanReading.split(word, between: readings[0], readings[1]).enumerated() {
                    readings[index] = [syllable] + readings[index].filter { $0 != syllable }
                }
            }
            break
        }
        return readings
    }

    /// The readings of one character, the usual one first.
    public static func syllables(of character: Unicode.Scalar) -> [String] {
        (table[usualForm(of: character)] ?? []).map { names[Int($0)] }
    }

    /// The simplified form in common use of a traditional character or a variant; any other character itself.
    public static func usualForm(of character: Unicode.Scalar) -> Unicode.Scalar { forms[character] ?? character }

    /// A reading with tone marks, plain: `Lǘ` is `lv`.
    public static func withoutTones(_ reading: String) -> String {
        var plain = ""
        for scalar in reading.unicodeScalars { plain.append(marks[scalar] ?? String(scalar).lowercased()) }
        return plain
    }

    /// Takes the two syllables of a compound family name apart, by the first cut that leaves two syllables of Mandarin.
    private static func split(_ word: String, between first: [String], _ second: [String]) -> [String] {
        let known = Set(names)
        if let end = second.first(where: { word.hasSuffix($0) && known.contains(String(word.dropLast($0.count))) }) {
            return [String(word.dropLast(end.count)), end]
        }
        if let start = first.first(where: { word.hasPrefix($0) && known.contains(String(word.dropFirst($0.count))) }) {
            return [start, String(word.dropFirst(start.count))]
        }
        for count in 1..<max(2, word.count) {
            let parts = [String(word.prefix(count)), String(word.dropFirst(count))]
            if parts.allSatisfy(known.contains) { return parts }
        }
        return []
    }

    private static let lines = HanReadingTable.syllables.split(separator: "\n").map { $0.split(separator: " ") }

    /// The syllables, each once, in alphabetical order.
    private static let names = lines.map { String($0[0]) }

    private static let table: [Unicode.Scalar: [UInt16]] = {
        var table: [Unicode.Scalar: [UInt16]] = [:]
        table.reserveCapacity(8000)
        for further in 1...2 {
            for (number, line) in lines.enumerated() where line.count > further && line[further] != "-" {
                for character in line[further].unicodeScalars { table[character, default: []].append(UInt16(number)) }
            }
        }
        return table
    }()

    private static let forms: [Unicode.Scalar: Unicode.Scalar] = {
        var forms: [Unicode.Scalar: Unicode.Scalar] = [:]
        forms.reserveCapacity(4000)
        for word in HanFormTable.forms.split(separator: " ") {
            guard let usual = word.unicodeScalars.first else { continue }
            for other in word.unicodeScalars.dropFirst() { forms[other] = usual }
        }
        return forms
    }()

    private static let marks: [Unicode.Scalar: String] = {
        var marks: [Unicode.Scalar: String] = [:]
        for (plain, toned) in [("a", "āáǎà"), ("e", "ēéěè"), ("i", "īíǐì"), ("o", "ōóǒò"), ("u", "ūúǔù"), ("v", "ǖǘǚǜü")] {
            for scalar in toned.unicodeScalars {
                marks[scalar] = plain
                if let capital = scalar.properties.uppercaseMapping.unicodeScalars.first { marks[capital] = plain }
            }
        }
        return marks
    }()
}
