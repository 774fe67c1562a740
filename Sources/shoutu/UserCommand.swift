import ArgumentParser
import Foundation
import Operations
import Server
import Storage
import Vocabulary

/// `shoutu user`: who may sign in.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add, list, disable users; give them passwords and sign-in links.",
        subcommands: [Add.self, List.self, Disable.self, Enable.self, Password.self, Link.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a user. The password is asked for, or read from standard input; it is never an argument.")
        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The name to sign in with.") var name: String
        @Option(help: "The name shown.") var display: String?
        @Option(help: "The role; \(Role.allCases.map(\.rawValue).joined(separator: ", ")).") var role: String
        @Option(help: "The territory the role is held in, by its code.") var territory: String

        func run() async throws {
            guard let role = Role(rawValue: role) else {
                throw ValidationError("--role: “\(role)” is no role; expected one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            guard let code = TerritoryCode(territory) else {
                throw ValidationError("--territory: “\(territory)” is no code; expected 2, 4, 6, 9 or 12 digits")
            }
            let store = try await options.open().operations.store
            let hash = try PasswordHash(of: try Password.ask()).text
            let user = NewUser(name: name, display: display ?? name, passwordHash: hash, grants: [Grant(role: role, territory: code)])
            let id = try await store.write(.systemUnrestricted("command line")) { try $0.createUser(user) }
            print("\(name) added (number \(id.rawValue)): \(role.rawValue) in \(code.digits)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users.")
        @OptionGroup var options: DatabaseOptions
        @Option(help: "text, json or csv.") var format: OutputFormat = .text

        private struct Line: Encodable {
            let name, display, grants: String
            let password, disabled: Bool
        }

        func run() async throws {
            let users = try await options.open().operations.store.read(.systemUnrestricted) { try $0.users() }
            let lines = users.map { user in
                Line(
                    name: user.name, display: user.display,
                    grants: user.grants.map { "\($0.role.rawValue)@\($0.territory.digits)" }.joined(separator: " "),
                    password: user.passwordHash != nil,
                    disabled: user.isDisabled)
            }
            switch format {
            case .json: try Output.json(lines)
            case .csv:
                Output.csv(
                    ["name", "display", "grants", "password", "disabled"],
                    lines.map { [$0.name, $0.display, $0.grants, "\($0.password)", "\($0.disabled)"] })
            case .text:
                for line in lines {
                    print(
                        "\(line.name)\t\(line.display)\t\(line.grants)" + (line.password ? "" : "\tby link only")
                            + (line.disabled ? "\tdisabled" : ""))
                }
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Bar a user from signing in; open sessions end at once.")
        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The name.") var name: String

        func run() async throws { try await UserCommand.change(name, options) { $0.isDisabled = true } }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a disabled user sign in again.")
        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The name.") var name: String

        func run() async throws { try await UserCommand.change(name, options) { $0.isDisabled = false } }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give a user a new password; open sessions end at once.")
        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The name.") var name: String

        func run() async throws {
            let name = name
            let store = try await options.open().operations.store
            let isKnown = try await store.read(.systemUnrestricted) { try $0.user(named: name) != nil }
            await store.close()
            guard isKnown else { throw StoreError.notFound("user “\(name)”") }
            let hash = try PasswordHash(of: try Password.ask()).text
            try await UserCommand.change(name, options, endingSessions: true) { $0.passwordHash = hash }
        }

        /// Asks twice without showing what is typed, or reads the first line of standard input.
        static func ask() throws -> String {
            let password: String
            if isatty(STDIN_FILENO) == 1 {
                password = String(cString: getpass("Password: "))
                guard password == String(cString: getpass("Once more: ")) else { throw Refusal("The two differ; nothing was changed.") }
            } else {
                password = readLine(strippingNewline: true) ?? ""
            }
            guard password.count >= 10 else { throw Refusal("A password needs at least ten characters.") }
            return password
        }
    }

    struct Link: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a link that signs a user in once, within a day.")
        @OptionGroup var options: DatabaseOptions
        @Argument(help: "The name.") var name: String
        @Option(help: "Where the console is served.") var address = "http://127.0.0.1:8080"

        func run() async throws {
            let name = name
            let token = try await options.open().operations.store.write(.systemUnrestricted("command line")) { writer in
                guard let user = try writer.user(named: name), !user.isDisabled else { throw StoreError.notFound("user “\(name)”") }
                return try writer.makeSignInLink(for: user.id, lasting: .hours(24))
            }
            print("\(address)/enter/\(token.text)")
        }
    }

    private static func change(
        _ name: String, _ options: DatabaseOptions, endingSessions: Bool = false, _ change: @escaping @Sendable (inout User) -> Void
    ) async throws {
        try await options.open().operations.store.write(.systemUnrestricted("command line")) { writer in
            guard var user = try writer.user(named: name) else { throw StoreError.notFound("user “\(name)”") }
            change(&user)
            try writer.updateUser(user)
            if endingSessions { try writer.endConsoleSessions(of: user.id) }
        }
        print("\(name) changed")
    }
}
