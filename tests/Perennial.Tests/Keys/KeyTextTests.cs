using System.Text;
using Perennial.Core;
using static Perennial.Core.CustomerKeyKind;

namespace Perennial.Tests.Keys;

public class KeyTextTests
{
    [Theory]
    [InlineData(External, "C-1042")]
    [InlineData(External, "1000000")]
    [InlineData(External, "10")]
    [InlineData(External, "Agness O'Keefe")]
    [InlineData(External, "Nancy")]
    [InlineData(External, "Nobody & Sons")]
    [InlineData(External, "true-1")]
    [InlineData(External, "1E5")]
    [InlineData(External, "A+B")]
    [InlineData(External, "Zoë")]
    [InlineData(External, "客户")]
    [InlineData(Anonymous, "00000000-0000-0000-0000-000000000001")]
    [InlineData(Email, "ann+shop@example.com")]
    [InlineData(Email, "Ann.O'Hara@example.co.uk")]
    [InlineData(Email, "na@company.com")]
    [InlineData(Email, "null@example.com")]
    [InlineData(Email, "test@example.com")]
    [InlineData(Phone, "+33 1 55 51 23 45")]
    public void A_key_that_may_be_somebodys_is_left_as_it_is(CustomerKeyKind kind, string text)
    {
        Assert.Same(text, KeyText.Written(kind, text));
        var compared = KeyText.Compared(kind, text);
        Assert.NotEqual("", compared);
        var buffer = Array.Empty<byte>();
        var bytes = KeyText.Compared(kind, Encoding.UTF8.GetBytes(text), ref buffer);
        Assert.Equal(compared, Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void Text_and_bytes_give_the_same_keys_and_cleaning_again_changes_nothing()
    {
        var buffer = Array.Empty<byte>();
        foreach (var kind in Enum.GetValues<CustomerKeyKind>())
        {
            foreach (var form in KeyDoorTests.Placeholders[kind].Concat(KeyDoorTests.Spellings[kind]))
            {
                var text = form.Replace("{0}", KeyDoorTests.Clean[kind]);
                var compared = KeyText.Compared(kind, text);
                var bytes = KeyText.Compared(kind, Encoding.UTF8.GetBytes(text), ref buffer);
                Assert.Equal((text, compared), (text, Encoding.UTF8.GetString(bytes)));
                if (KeyText.Written(kind, text) is not { } written)
                {
                    Assert.Equal((text, ""), (text, compared));
                    continue;
                }
                Assert.Same(written, KeyText.Written(kind, written));
                Assert.Equal((text, compared), (text, KeyText.Compared(kind, written)));
                Assert.Equal((text, compared), (text, KeyText.Compared(kind, compared)));
            }
        }
    }

    [Fact]
    public void A_clean_key_costs_no_memory()
    {
        string[] keys = ["C-1042", "1000000", "ann@example.com", "Agness O'Keefe", "Zoë"];
        byte[][] bytes = [.. keys.Select(Encoding.UTF8.GetBytes)];
        var buffer = Array.Empty<byte>();
        void All()
        {
            foreach (var key in keys) _ = KeyText.Written(External, key);
            foreach (var key in bytes) _ = KeyText.Compared(External, key, ref buffer);
        }
        All();
        var before = GC.GetAllocatedBytesForCurrentThread();
        All();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
