using Perennial.Data.Engines;

namespace Perennial.Data.Shards;

/// <summary>Of what a shard holds anything at all: asked in one question once the shard is locked, so that nothing is
/// looked for where there is none.</summary>
/// <param name="AnyCustomer">Whether it has a customer, or facts that wait for one under another key.</param>
/// <param name="AnyAlias">Whether any key has become another's.</param>
/// <param name="AnyErased">Whether anybody was erased.</param>
readonly record struct ShardHolds(bool AnyCustomer, bool AnyAlias, bool AnyErased)
{
    public static ShardHolds Read(Database database, int shard)
    {
        var row = database.Query("shard-holds", "shard").Bind(1, shard);
        if (!row.Step()) throw new InvalidOperationException("The store has no such shard.");
        var (customer, alias) = (row.Int64(0) != 0, row.Int64(1) != 0);
        var holds = new ShardHolds(customer || alias, alias, row.Int64(2) != 0);
        row.Reset();
        return holds;
    }
}
