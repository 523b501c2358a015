using System.CommandLine;
using Perennial.Access;
using Perennial.Cli.Shell;
using Perennial.Core;
using Perennial.Data.Access;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Access;

/// <summary><c>perennial keys</c></summary>
static class KeysVerb
{
    public static Command Create(Terminal terminal) =>
        new("keys", "Keys by which programs are let in: trackers, stores, reports.")
        {
            List(terminal), Add(terminal), Revoke(terminal),
        };

    static Command List(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var command = new Command("list", "All keys; never the secrets themselves.") { store, json };
        command.SetAction(parsed =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            var keys = shop.ApiKeys.All().Select(key => new
            {
                key.Id, key.Source, Scope = KeyEditing.ScopeWord(key.Scope), CreatedAt = Shown(key.CreatedAt),
                UsedAt = Shown(key.UsedAt), RevokedAt = Shown(key.RevokedAt),
            }).ToList();
            if (parsed.GetValue(json)) terminal.WriteJson(keys);
            else
            {
                var table = PlainTable.Of("id", "used by", "for", "since", "last used", "revoked");
                foreach (var key in keys)
                    table.AddRow(new Text(key.Id), new Text(key.Source), new Text(key.Scope), Day(key.CreatedAt),
                        Day(key.UsedAt), Day(key.RevokedAt));
                terminal.Write(table, "There are no keys: perennial keys add SOURCE makes one.");
            }
            return 0;
        });
        return command;
    }

    static Command Add(Terminal terminal)
    {
        var store = Options.Store();
        var source = new Argument<string>("SOURCE") { Description = "What will use the key: web shop, warehouse." };
        var scope = new Option<string>("--scope")
        {
            Description = "track (send events), read, write or admin.", Required = true,
        };
        scope.AcceptOnlyFromAmong([.. Enum.GetValues<KeyScope>().Select(KeyEditing.ScopeWord)]);
        var command = new Command("add", "Make a key and print it, this once.") { source, scope, store };
        command.SetAction(parsed =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var (secret, key) = KeyEditing.Add(shop, parsed.GetValue(source)!,
                KeyEditing.Scope(parsed.GetValue(scope)!), terminal.Actor, now);
            terminal.Log.WriteLine($"Key {key.Id} of {key.Source}. It is shown this once:");
            terminal.Output.WriteLine(secret);
            return 0;
        });
        return command;
    }

    static Command Revoke(Terminal terminal)
    {
        var store = Options.Store();
        var id = new Argument<string>("ID") { Description = "As perennial keys list names it." };
        var command = new Command("revoke", "End a key: whoever sends it is refused.") { id, store };
        command.SetAction(parsed =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            KeyEditing.Revoke(shop, parsed.GetValue(id)!, terminal.Actor, now);
            terminal.Log.WriteLine($"Key {parsed.GetValue(id)} works no more.");
            return 0;
        });
        return command;
    }

    static string? Shown(Instant at) => at.HasValue ? at.ToString() : null;

    static Text Day(string? at) => new(at?[..10] ?? "");
}
