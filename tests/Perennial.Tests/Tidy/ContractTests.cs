using System.Reflection;
using Perennial.Tests.Store;

namespace Perennial.Tests.Tidy;

/// <summary>What a store has to do, every engine's store does.</summary>
public class ContractTests
{
    static readonly string[] engines = ["SQLite", "PostgreSQL"];

    static readonly Type[] classes =
        [.. typeof(StoreContract).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(StoreContract)))];

    // A class's stores are files unless it says that they are databases.
    static string EngineOf(Type type) =>
        type.GetMethod("NewPlace", BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType
            == typeof(StoreContract) ? "SQLite" : "PostgreSQL";

    [Fact]
    public void Every_store_contract_is_run_on_every_engine()
    {
        var complaints = new Complaints();
        foreach (var contract in classes.Where(type => type.IsAbstract))
        {
            var run = classes.Where(type => !type.IsAbstract && type.IsSubclassOf(contract)).Select(EngineOf);
            foreach (var engine in engines.Except(run))
                complaints.Add($"{contract.Name} has no class for {engine}");
        }
        complaints.AssertNone();
    }

    [Fact]
    public void Every_file_of_a_contract_is_looked_at()
    {
        var files = RepositoryFile.Under("tests/Perennial.Tests", "Contract.cs").Select(file => file.Name[..^3]);
        Assert.Equal(files.Order().Except(["StoreContract"]),
            classes.Where(type => type.IsAbstract).Select(type => type.Name).Order());
    }
}
