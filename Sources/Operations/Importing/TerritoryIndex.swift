import Storage
import Vocabulary

import protocol Exchange.TerritoryNames

/// Finds the territories of a register by the names people write: 芙蓉区, 长沙市芙蓉区, 湖南省长沙市芙蓉区, 芙蓉, Furong, Furong District.
struct TerritoryIndex: Exchange.TerritoryNames {
    private var codes: [String: [TerritoryCode]] = [:]
    private var known: Set<TerritoryCode> = []

    init(_ entries: [TerritoryEntry]) {
        let names = Dictionary(entries.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in entries {
            known.insert(entry.code)
            var forms: Set<String> = [entry.chinese, entry.english.lowercased()]
            if entry.chinese.count > 2, let last = entry.chinese.last, "省市县区州乡镇".contains(last) { forms.insert(String(entry.chinese.dropLast())) }
            if let first = entry.english.lowercased().split(separator: " ").first { forms.insert(String(first)) }
            var whole = entry.chinese
            var above = entry.code.parent
            while let code = above, let parent = names[code] {
                whole = parent.chinese + whole
                forms.insert(whole)
                above = code.parent
            }
            for form in forms where !form.isEmpty { codes[form, default: []].append(entry.code) }
        }
    }

    func codes(named name: String) -> [TerritoryCode] {
        if let found = codes[name] { return found }
        let plain = name.lowercased().filter { !$0.isWhitespace }
        return codes[plain] ?? codes[name.lowercased()] ?? []
    }

    func contains(_ code: TerritoryCode) -> Bool {
        var candidate: TerritoryCode? = code
        while let one = candidate, one.level >= .county {
            if known.contains(one) { return true }
            candidate = one.parent
        }
        return known.contains(code)
    }
}
