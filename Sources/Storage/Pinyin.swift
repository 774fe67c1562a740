import Foundation
import Synchronization

/// Reads names in Chinese characters as syllables without tone, for search: 单雄信 is found under *shan*, *xiong* and *xin*.
///
/// ICU, which knows the common reading of every character, misreads surnames; the table corrects them.
public struct Pinyin: Sendable {
    /// Readings of characters as surnames that differ from their common ones.
    public let surnames: [String: String]

    /// With a table of surnames of one's own.
    public init(surnames: [String: String]) {
        self.surnames = surnames
    }

    /// With the surnames known to be misread.
    public static let standard = Pinyin(surnames: [
        "单": "shan", "單": "shan", "曾": "zeng", "仇": "qiu", "区": "ou", "區": "ou", "查": "zha", "解": "xie", "朴": "piao", "任": "ren", "华": "hua",
        "華": "hua", "盖": "ge", "蓋": "ge", "繁": "po", "尉": "wei", "秘": "bi", "种": "chong", "冼": "xian",
        "黑": "he", "宓": "mi", "召": "shao", "句": "gou", "折": "she", "乐": "yue", "樂": "yue", "翟": "zhai", "覃": "qin", "缪": "miao", "繆": "miao",
        "万俟": "mo qi", "尉迟": "yu chi", "尉遲": "yu chi", "澹台": "tan tai", "澹臺": "tan tai", "长孙": "zhang sun", "長孫": "zhang sun",
        "晁": "chao", "逄": "pang", "訾": "zi", "燕": "yan", "那": "na", "阚": "kan", "闞": "kan", "郇": "xun",
        "隗": "wei", "应": "ying", "應": "ying", "臧": "zang", "车": "che", "車": "che", "褚": "chu", "都": "du", "过": "guo", "過": "guo", "盛": "sheng",
        "沈": "shen", "贾": "jia", "賈": "jia", "宿": "su", "祭": "zhai", "陆": "lu", "陸": "lu", "吕": "lv", "呂": "lv",
    ])

    /// The syllables of a name, each once, in order; the words of a name in Latin letters.
    public func syllables(of name: String) -> [String] {
        let surname = Surname.of(name)
        var readings: [String] = []
        var rest = Substring(name)
        if let reading = surnames[surname], name.hasPrefix(surname) {
            readings = reading.split(separator: " ").map(String.init)
            rest = rest.dropFirst(surname.count)
        }
        var word = ""
        for character in rest {
            switch Pinyin.part(character) {
            case .letters(let letters): word += letters
            case .gap: flush(&word, into: &readings)
            case .syllable(let reading):
                flush(&word, into: &readings)
                if !reading.isEmpty { readings.append(reading) }
            }
        }
        flush(&word, into: &readings)
        var seen = Set<String>()
        return readings.filter { seen.insert($0).inserted }
    }

    private func flush(_ word: inout String, into readings: inout [String]) {
        if !word.isEmpty { readings.append(word) }
        word = ""
    }

    /// What a character adds to a name's reading.
    private enum Part: Sendable {
        /// Letters of a word, without marks.
        case letters(String)
        /// The end of a word.
        case gap
        /// A syllable of its own; empty where the character has no reading.
        case syllable(String)
    }

    /// Asking ICU costs microseconds; names use a few thousand characters.
    private static let known = Mutex<[Character: Part]>([:])

    private static func part(_ character: Character) -> Part {
        if let part = known.withLock({ $0[character] }) { return part }
        let plain = String(character).folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil)
        let part: Part
        if plain.utf8.allSatisfy({ $0 < 0x80 }) {
            part = character.isLetter ? .letters(plain) : .gap
        } else {
            part = .syllable(reading(of: character))
        }
        known.withLock { $0[character] = part }
        return part
    }

    private static func reading(of character: Character) -> String {
        let latin = String(character).applyingTransform(.mandarinToLatin, reverse: false) ?? ""
        // "lǚ" is written "lv" on every keyboard; the diaeresis goes before the tone does.
        let umlaut = latin.precomposedStringWithCanonicalMapping.lowercased().map { "üǖǘǚǜ".contains($0) ? "v" : String($0) }.joined()
        return umlaut.folding(options: .diacriticInsensitive, locale: nil).filter { $0.isASCII && $0.isLetter }
    }
}
