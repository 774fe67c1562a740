import Foundation
import Mustache

/// The pages' templates, read once from a folder; each is named after its file.
struct Templates: Sendable {
    private let library: MustacheLibrary
    private let names: Set<String>

    /// Why templates cannot be used.
    enum Failure: Error, CustomStringConvertible {
        case missingFolder(String)
        case missing(String)
        case malformed(file: String, reason: String)

        var description: String {
            switch self {
            case .missingFolder(let path): "no templates in \(path); start the program with its resource folder beside it"
            case .missing(let name): "there is no template \(name).mustache"
            case .malformed(let file, let reason): "\(file): \(reason)"
            }
        }
    }

    /// Reads every `*.mustache` of `folder`.
    init(folder: URL) throws {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        var templates: [String: MustacheTemplate] = [:]
        for file in files where file.pathExtension == "mustache" {
            do {
                templates[file.deletingPathExtension().lastPathComponent] = try MustacheTemplate(string: String(contentsOf: file, encoding: .utf8))
            } catch {
                throw Failure.malformed(file: file.lastPathComponent, reason: "\(error)")
            }
        }
        guard !templates.isEmpty else { throw Failure.missingFolder(folder.path) }
        library = MustacheLibrary(templates: templates)
        names = Set(templates.keys)
    }

    /// The page `model` in its template, framed. Values are escaped; templates never write markup that came from data.
    func render(_ name: String, page: some Sendable, frame: Frame, words: Words) throws -> String {
        guard names.contains(name) else { throw Failure.missing(name) }
        let context: [String: Any] = ["page": TemplateContext.value(page), "frame": TemplateContext.value(frame), "t": words.sections]
        guard let text = library.render(context, withTemplate: name) else { throw Failure.missing(name) }
        return text
    }
}

/// Turns a page model into the dictionaries that mustache reads.
///
/// Once, before rendering: mustache would otherwise reflect on every look-up, and an empty optional would be looked for in the enclosing
/// sections instead of being nothing.
enum TemplateContext {
    static func value(_ model: Any) -> Any {
        switch model {
        case let text as String: return text
        case let flag as Bool: return flag
        case let number as Int: return number
        case let list as [Any]: return list.map(value)
        default: break
        }
        let mirror = Mirror(reflecting: model)
        switch mirror.displayStyle {
        case .optional:
            return mirror.children.first.map { value($0.value) } ?? NSNull()
        case .struct:
            var members: [String: Any] = [:]
            for (label, child) in mirror.children { if let label { members[label] = value(child) } }
            return members
        case .collection:
            return mirror.children.map { value($0.value) }
        default:
            return String(describing: model)
        }
    }
}
