using Perennial.Core;
using Perennial.Core.Consent;
using Perennial.Core.History;
using Perennial.Core.Intake;
using Perennial.Data.Consent;
using Perennial.Data.Engines;

namespace Perennial.Data;

public sealed partial class ShopStore
{
    /// <summary>What customers said about being contacted, and by what they are never contacted. Who never said
    /// anything is left out; addresses and countries are not in it.</summary>
    public IReadOnlyDictionary<CustomerId, CustomerPermissions> Permissions(IEnumerable<CustomerId> customers)
    {
        using var lease = Rent();
        var database = lease.Database;
        using var transaction = Transaction.Read(database);
        return InShards([.. customers.Distinct().Order()], (shard, some) => PermissionRows.Of(database, shard, some))
            .ToDictionary(one => one.Key, one => one.Value);
    }

    /// <summary>The same of everybody, by one channel.</summary>
    /// <param name="channel">By which.</param>
    /// <param name="everybody">False leaves out who never refused: enough where silence is a yes.</param>
    public IReadOnlyDictionary<CustomerId, CustomerPermissions> PermissionsBy(ContactChannel channel, bool everybody)
    {
        using var lease = Rent();
        using var transaction = Transaction.Read(lease.Database);
        return PermissionRows.By(lease.Database, channel, everybody);
    }

    /// <summary>Which of these ids follow from a key of somebody who was erased: nothing is taken in under them.
    /// </summary>
    public IReadOnlySet<CustomerId> ErasedKeys(IEnumerable<CustomerId> ids)
    {
        using var lease = Rent();
        var database = lease.Database;
        return InShards([.. ids.Distinct().Order()], (shard, some) => ReadErasedKeys(database, shard, some))
            .ToHashSet();
    }

    /// <summary>Whether an id follows from a key of somebody who was erased.</summary>
    public bool IsErased(CustomerId id) => ErasedKeys([id]).Count > 0;

    static CustomerDetails WithConsents(CustomerDetails details, CustomerPermissions said) => details with
    {
        ConsentEmail = said.LastSaid(ContactChannel.Email),
        ConsentSms = said.LastSaid(ContactChannel.Sms),
        ConsentPhone = said.LastSaid(ContactChannel.Call),
        ConsentPost = said.LastSaid(ContactChannel.Letter),
    };
}
