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

    // What a method of the store that changes something begins with.
    static readonly string[] changing =
    [
        "Add", "Begin", "Count", "Delete", "Disable", "End", "Erase", "Extend", "Lease", "Move", "Need", "Note", "Put",
        "Record", "Refold", "Rehash", "Release", "Remove", "Reopen", "Restart", "Restore", "Revive", "Revoke", "Save",
        "Set", "Take", "Trim", "Write",
    ];

    [Fact]
    public void No_door_changes_the_store_or_writes_the_log_by_itself()
    {
        var methods = typeof(ShopStore).GetMethods().Select(method => method.Name).Distinct()
            .Where(name => changing.Any(verb => name.StartsWith(verb, StringComparison.Ordinal))).ToList();
        Assert.True(methods.Count > 30, "The store has lost its methods.");
        var called = new Regex($@"\b(\w*[sS]tore|shop|Of\(views\))\??\.({string.Join('|', methods)})\(");
        var complaints = new Complaints();
        Assert.NotEmpty(Doors);
        foreach (var file in Doors)
        {
            foreach (var (number, line) in file.Lines.Index())
            {
                if (called.Match(line) is { Success: true } call) complaints.Add(file, number + 1, call.Value);
                if (line.Contains("new AuditEntry(") || line.Contains("AddAudit("))
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
