import Operations
import Vocabulary

/// The ways by which entries come, in words.
enum SourceName {
    /// What people call the way by which an entry came.
    static func of(_ source: String) -> LocalizedText {
        let parts = source.split(separator: ":", maxSplits: 1).map(String.init)
        switch parts.first {
        case "page": return LocalizedText(zh: "本系统", en: "console")
        case "scenario": return LocalizedText(zh: "演示数据", en: "demo scenario")
        case "demo": return LocalizedText(zh: "演示操作", en: "demo, as played")
        case "import":
            return LocalizedText(zh: "导入" + (parts.count > 1 ? " " + parts[1] : ""), en: "import" + (parts.count > 1 ? " " + parts[1] : ""))
        case "command line": return LocalizedText(zh: "命令行", en: "command line")
        case let head? where head.hasPrefix("import "):
            let source = ArrivalSource.ofEntry(source)?.words ?? LocalizedText(zh: "", en: "")
            let file = parts.count > 1 ? " " + parts[1] : ""
            return LocalizedText(zh: "导入（\(source.zh)）" + file, en: "import (\(source.en))" + file)
        default: return LocalizedText(zh: source, en: source)
        }
    }
}
