using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Perennial.Serving;

/// <summary>Keeps the framework's keys in memory alone. Nothing here is signed or sealed by them: sessions are rows,
/// and what another site posts is refused by its origin. So no key file comes to stand in somebody's home, and nobody
/// who starts the program is warned of one.</summary>
sealed class NoKeyRing : IXmlRepository
{
    readonly Lock gate = new();
    readonly List<XElement> keys = [];

    public static void Use(KeyManagementOptions options) =>
        (options.XmlRepository, options.XmlEncryptor) = (new NoKeyRing(), new NullXmlEncryptor());

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate) return [.. keys];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (gate) keys.Add(element);
    }
}
