using System.Text.RegularExpressions;
using Perennial.Data;

namespace Perennial.Tests.Tidy;

/// <summary>Pages, API and command line translate; what they are asked for is done by operations.</summary>
public class DoorTests
{
    static readonly IReadOnlyList<RepositoryFile> Doors =
    [
        .. RepositoryFile.All.Where(file => (file.Is(".cs") || file.Is(".razor"))
            && new[] { "Cli", "Ui", "Api", "Web", "Serving" }.Any(door => file.IsUnder($"src/Perennial/{door}"))),
    ];

    // What a method of a room that changes something begins with.
    static readonly string[] changing =
    [
        "Add", "Begin", "CountBoughtTogether", "Delete", "Disable", "End", "Erase", "Extend", "Lease", "Move", "Need",
        "Note", "Put", "Record", "Recount", "Refold", "Rehash", "Release", "Remove", "Reopen", "Restart", "Restore",
        "Revive", "Revoke", "Save", "Set", "Take", "Trim", "Try", "Unwatch", "Watch", "Write",
    ];

    // The rooms of the store by name, with what changes something in each.
    static readonly IReadOnlyList<(string Room, string[] Methods)> rooms =
    [
        .. typeof(ShopStore).GetProperties().Where(room => room.PropertyType.Assembly == typeof(ShopStore).Assembly)
            .Select(room => (room.Name, room.PropertyType.GetMethods().Select(method => method.Name).Distinct()
                .Where(name => Regex.IsMatch(name, $"^({string.Join('|', changing)})([A-Z]|$)")).ToArray())),
    ];

    [Fact]
    public void No_door_changes_the_store_or_writes_the_log_by_itself()
    {
        Assert.True(rooms.Count > 20, "The store has lost its rooms.");
        Assert.True(rooms.Sum(room => room.Methods.Length) > 40, "The store's rooms have lost their methods.");
        var calls = rooms.Where(room => room.Methods.Length > 0)
            .Select(room => $@"{room.Room}\s*[?!]?\.\s*({string.Join('|', room.Methods)})\b");
        const string store = @"\b(\w*[sS]tore|shop|Of\(views\))\s*[?!]?\s*\.\s*";
        // A room that is taken along is used where nobody looks.
        var called = new Regex(
            $@"{store}({string.Join('|', calls)}|({string.Join('|', rooms.Select(room => room.Room))})\s*[;,)])");
        var complaints = new Complaints();
        Assert.NotEmpty(Doors);
        foreach (var file in Doors)
        {
            foreach (Match call in called.Matches(file.Text))
                complaints.Add(file, file.Text.AsSpan(0, call.Index).Count('\n') + 1, call.Value);
            foreach (var (number, line) in file.Lines.Index())
            {
                if (line.Contains("new AuditEntry(") || line.Contains("Audit.Add("))
                    complaints.Add(file, number + 1, "the operation writes down what it did, not the door");
            }
        }
        complaints.AssertNone();
    }

    [Fact]
    public void An_address_leads_to_a_customer_by_one_way_which_asks_who_sees_whom()
    {
        const string theWay = "src/Perennial/Web/AskedCustomer.cs";
        var complaints = new Complaints();
        foreach (var file in Doors.Where(file => !file.IsUnder("src/Perennial/Cli") && file.Path != theWay))
        {
            foreach (var (number, line) in file.Lines.Index())
            {
                if (line.Contains("CustomerId.TryParse(") || line.Contains("CustomerId.Parse("))
                    complaints.Add(file, number + 1, "a customer of an address is found by AskedCustomer");
            }
        }
        Assert.Contains("Sees(", File.ReadAllText(Repository.PathTo(theWay)));
        complaints.AssertNone();
    }
}
