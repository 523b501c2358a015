using System.CommandLine;
using Perennial.Access;
using Perennial.Cli.Shell;
using Perennial.Data;
using Perennial.Data.Access;
using Perennial.Shop;
using Spectre.Console;

namespace Perennial.Cli.Access;

/// <summary><c>perennial staff</c></summary>
static class StaffVerb
{
    public static Command Create(Terminal terminal) =>
        new("staff", "Who works with the shop: whoever sits at this terminal may let people in and put them out.")
        {
            List(terminal), Add(terminal), Link(terminal), Role(terminal), Remove(terminal),
        };

    static Command List(Terminal terminal)
    {
        var (store, json) = (Options.Store(), Options.Json());
        var command = new Command("list", "Everybody on the staff.") { store, json };
        command.SetAction(parsed =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            var staff = shop.Staff.All().Select(one => new
            {
                one.Name, one.Email, Role = StaffEditing.RoleWord(one.Role),
                HasPassword = one.PasswordHash is not null, CreatedAt = one.CreatedAt.ToString(),
            }).ToList();
            if (parsed.GetValue(json)) terminal.WriteJson(staff);
            else
            {
                var table = PlainTable.Of("name", "e-mail", "role", "password", "since");
                foreach (var one in staff)
                    table.AddRow(new Text(one.Name), new Text(one.Email), new Text(one.Role),
                        new Text(one.HasPassword ? "chosen" : "not chosen yet"), new Text(one.CreatedAt[..10]));
                terminal.Write(table, "Nobody is on the staff: perennial staff add adds somebody.");
            }
            return 0;
        });
        return command;
    }

    static Command Add(Terminal terminal)
    {
        var (email, store, url) = (Email(), Options.Store(), Url());
        var name = new Option<string>("--name") { Description = "As colleagues call them.", Required = true };
        var role = RoleOption();
        var command = new Command("add", "Add somebody, and print the link by which they choose a password.")
        {
            email, name, role, store, url,
        };
        command.SetAction(parsed =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var staff = StaffEditing.Add(shop, parsed.GetValue(name)!, parsed.GetValue(email)!,
                StaffEditing.Role(parsed.GetValue(role)!), terminal.Actor, now);
            PrintLink(terminal, shop, staff, parsed.GetValue(url)!);
            return 0;
        });
        return command;
    }

    static Command Link(Terminal terminal)
    {
        var (email, store, url) = (Email(), Options.Store(), Url());
        var command = new Command("link", "Print a link by which somebody chooses a new password.")
        {
            email, store, url,
        };
        command.SetAction(parsed =>
        {
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, terminal.Now());
            PrintLink(terminal, shop, StaffEditing.Find(shop, parsed.GetValue(email)!), parsed.GetValue(url)!);
            return 0;
        });
        return command;
    }

    static Command Role(Terminal terminal)
    {
        var (email, store, role) = (Email(), Options.Store(), RoleOption());
        var command = new Command("role", "Give somebody another role.") { email, role, store };
        command.SetAction(parsed =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            StaffEditing.SetRole(shop, StaffEditing.Find(shop, parsed.GetValue(email)!),
                StaffEditing.Role(parsed.GetValue(role)!), terminal.Actor, now);
            return 0;
        });
        return command;
    }

    static Command Remove(Terminal terminal)
    {
        var (email, store) = (Email(), Options.Store());
        var command = new Command("remove", "Take somebody off the staff; they are signed out at once.")
        {
            email, store,
        };
        command.SetAction(parsed =>
        {
            var now = terminal.Now();
            using var shop = ShopStores.OpenExisting(parsed.GetValue(store)!, now);
            var staff = StaffEditing.Find(shop, parsed.GetValue(email)!);
            StaffEditing.Remove(shop, staff, terminal.Actor, now);
            terminal.Log.WriteLine($"{staff.Name} is no longer on the staff.");
            return 0;
        });
        return command;
    }

    static void PrintLink(Terminal terminal, ShopStore shop, StaffMember staff, string url)
    {
        var secret = new StaffDoor(shop, terminal.Time).Link(staff, terminal.Actor);
        var hours = StaffDoor.LinkLasts.TotalHours;
        terminal.Log.WriteLine($"A link for {staff.Name} alone to choose a password; works once, for {hours:0} hours:");
        terminal.Output.WriteLine($"{url.TrimEnd('/')}{StaffDoor.Welcome}/{secret}");
    }

    static Argument<string> Email() => new("EMAIL") { Description = "Address that they sign in with." };

    static Option<string> RoleOption()
    {
        var role = new Option<string>("--role")
        {
            Description = "admin, marketer, agent (the call desk alone) or viewer (reads).", Required = true,
        };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<StaffRole>().Select(StaffEditing.RoleWord)]);
        return role;
    }

    static Option<string> Url() => new("--url")
    {
        Description = "Where browsers reach the web app. Default: http://127.0.0.1:5080.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };
}
