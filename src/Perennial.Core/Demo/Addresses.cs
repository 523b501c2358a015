using Perennial.Core.Statistics;

namespace Perennial.Core.Demo;

/// <summary>A town with what its postcodes look like and where its telephones are.</summary>
/// <param name="Name">The town's name.</param>
/// <param name="Region">State or region where addresses carry one.</param>
/// <param name="Postcode">Pattern: # a digit, @ a letter of a British inward code, anything else as it is; or
/// "from-to", a range of numbers.</param>
/// <param name="Weight">How many customers live there, relative to the country's other towns.</param>
/// <param name="Phones">The block its landlines are drawn from; null where none are reserved.</param>
sealed record Town(string Name, string? Region, string Postcode, double Weight, PhoneRange? Phones);

/// <summary>A country the shop delivers to.</summary>
sealed class Country
{
    internal required string Code { get; init; }

    internal required Town[] Towns { get; init; }

    internal required string[] Streets { get; init; }

    /// <summary>How a street and a house number are put together: {0} the number, {1} the street.</summary>
    internal required string Line { get; init; }

    /// <summary>Second address lines; {0} is a small number.</summary>
    internal required string[] SecondLines { get; init; }

    /// <summary>Whose names people there bear, and how often.</summary>
    internal required (NameList Names, double Weight)[] Cultures { get; init; }

    internal PhoneRange? Mobiles { get; init; }

    internal double[] TownWeights => townWeights ??= [.. Towns.Select(town => town.Weight)];

    internal double[] CultureWeights => cultureWeights ??= [.. Cultures.Select(culture => culture.Weight)];

    double[]? townWeights;
    double[]? cultureWeights;
}

/// <summary>Where the synthetic shop's customers live. Towns and postcodes exist; the addresses are put together from
/// common street names and are nobody's in particular.</summary>
static class Addresses
{
    static readonly Country france = new()
    {
        Code = "FR",
        Line = "{0} {1}",
        SecondLines = ["Bât. {0}", "Appt {0}", "Résidence Les Tilleuls", "Escalier {0}", "{0}e étage"],
        Mobiles = PhoneNumbers.FrenchMobile,
        Towns =
        [
            new("Paris", "Île-de-France", "75001-75020", 30, PhoneNumbers.FrenchLandline(1)),
            new("Versailles", "Île-de-France", "78000", 3, PhoneNumbers.FrenchLandline(1)),
            new("Boulogne-Billancourt", "Île-de-France", "92100", 4, PhoneNumbers.FrenchLandline(1)),
            new("Montreuil", "Île-de-France", "93100", 3, PhoneNumbers.FrenchLandline(1)),
            new("Nantes", "Pays de la Loire", "44000", 5, PhoneNumbers.FrenchLandline(2)),
            new("Rennes", "Bretagne", "35000", 4, PhoneNumbers.FrenchLandline(2)),
            new("Tours", "Centre-Val de Loire", "37000", 2, PhoneNumbers.FrenchLandline(2)),
            new("Rouen", "Normandie", "76000", 3, PhoneNumbers.FrenchLandline(2)),
            new("Lille", "Hauts-de-France", "59000", 5, PhoneNumbers.FrenchLandline(3)),
            new("Strasbourg", "Grand Est", "67000", 4, PhoneNumbers.FrenchLandline(3)),
            new("Dijon", "Bourgogne-Franche-Comté", "21000", 2, PhoneNumbers.FrenchLandline(3)),
            new("Lyon", "Auvergne-Rhône-Alpes", "69001-69009", 9, PhoneNumbers.FrenchLandline(4)),
            new("Grenoble", "Auvergne-Rhône-Alpes", "38000", 3, PhoneNumbers.FrenchLandline(4)),
            new("Marseille", "Provence-Alpes-Côte d'Azur", "13001-13016", 7, PhoneNumbers.FrenchLandline(4)),
            new("Nice", "Provence-Alpes-Côte d'Azur", "06000", 4, PhoneNumbers.FrenchLandline(4)),
            new("Montpellier", "Occitanie", "34000", 4, PhoneNumbers.FrenchLandline(4)),
            new("Toulouse", "Occitanie", "31000", 6, PhoneNumbers.FrenchLandline(5)),
            new("Bordeaux", "Nouvelle-Aquitaine", "33000", 6, PhoneNumbers.FrenchLandline(5)),
        ],
        Streets =
        [
            "rue des Lilas", "rue Victor-Hugo", "avenue de la République", "rue de l'Église", "rue Jean-Jaurès",
            "place du Marché", "rue des Écoles", "rue Pasteur", "boulevard Voltaire", "rue du Moulin",
            "rue de la Gare", "allée des Tilleuls", "chemin des Vignes", "rue Émile-Zola", "rue Gambetta",
            "avenue du Général-Leclerc", "rue des Jardins", "rue de la Fontaine", "impasse des Rosiers",
            "quai de la Marne", "rue Saint-Michel", "rue des Acacias", "avenue Jean-Moulin", "rue du Château",
            "rue de Verdun", "rue Molière", "rue des Cerisiers", "cours Lafayette", "rue du Bac", "rue Nationale",
        ],
        Cultures =
        [
            (Names.French, 76), (Names.Arabic, 8), (Names.Portuguese, 4), (Names.WestAfrican, 4), (Names.Italian, 3),
            (Names.Spanish, 3), (Names.EastAsian, 2),
        ],
    };

    static readonly Country germany = new()
    {
        Code = "DE",
        Line = "{1} {0}",
        SecondLines = ["Hinterhaus", "Seitenflügel", "{0}. OG", "Wohnung {0}", "c/o Hausverwaltung"],
        Towns =
        [
            new("Berlin", null, "10115-10999", 30, PhoneNumbers.German(30)),
            new("Hamburg", null, "20095-20259", 22, PhoneNumbers.German(40)),
            new("München", null, "80331-80999", 20, PhoneNumbers.German(89)),
            new("Köln", null, "50667-50999", 16, PhoneNumbers.German(221)),
            new("Frankfurt am Main", null, "60308-60599", 12, PhoneNumbers.German(69)),
        ],
        Streets =
        [
            "Hauptstraße", "Gartenstraße", "Bahnhofstraße", "Goethestraße", "Schillerstraße", "Lindenallee",
            "Rosenweg", "Kastanienallee", "Mozartstraße", "Beethovenstraße", "Schulstraße", "Kirchgasse", "Ahornweg",
            "Birkenweg", "Friedrichstraße", "Wilhelmstraße", "Am Stadtpark", "Mühlenweg", "Bergstraße",
            "Luisenstraße", "Marktplatz", "Uferstraße", "Tulpenweg", "Nelkenweg", "Wiesenstraße", "Amselweg",
        ],
        Cultures =
        [
            (Names.German, 76), (Names.Turkish, 9), (Names.Polish, 6), (Names.Italian, 4), (Names.Arabic, 3),
            (Names.EastAsian, 2),
        ],
    };

    static readonly Country britain = new()
    {
        Code = "GB",
        Line = "{0} {1}",
        SecondLines = ["Flat {0}", "Apartment {0}", "Garden Flat", "The Old Bakery", "Unit {0}"],
        Mobiles = PhoneNumbers.BritishMobile,
        Towns =
        [
            new("London", null, "SW1# #@@", 8, PhoneNumbers.London),
            new("London", null, "N1# #@@", 7, PhoneNumbers.London),
            new("London", null, "E1# #@@", 7, PhoneNumbers.London),
            new("London", null, "SE2# #@@", 6, PhoneNumbers.London),
            new("London", null, "W1# #@@", 6, PhoneNumbers.London),
            new("Leeds", null, "LS# #@@", 6, PhoneNumbers.British(113)),
            new("Sheffield", null, "S1# #@@", 5, PhoneNumbers.British(114)),
            new("Nottingham", null, "NG# #@@", 4, PhoneNumbers.British(115)),
            new("Leicester", null, "LE# #@@", 4, PhoneNumbers.British(116)),
            new("Bristol", null, "BS# #@@", 6, PhoneNumbers.British(117)),
            new("Reading", null, "RG# #@@", 3, PhoneNumbers.British(118)),
            new("Birmingham", null, "B1# #@@", 7, PhoneNumbers.British(121)),
            new("Edinburgh", null, "EH# #@@", 7, PhoneNumbers.British(131)),
            new("Glasgow", null, "G1# #@@", 6, PhoneNumbers.British(141)),
            new("Liverpool", null, "L1# #@@", 5, PhoneNumbers.British(151)),
            new("Manchester", null, "M1# #@@", 8, PhoneNumbers.British(161)),
            new("Bath", "Somerset", "BA# #@@", 3, PhoneNumbers.BritishAnywhere),
            new("York", "North Yorkshire", "YO1# #@@", 3, PhoneNumbers.BritishAnywhere),
        ],
        Streets =
        [
            "High Street", "Church Lane", "Station Road", "Victoria Road", "Park Avenue", "Mill Lane", "Green Lane",
            "The Crescent", "Kings Road", "Queens Road", "Albert Street", "Rose Hill", "Orchard Close", "Manor Road",
            "School Lane", "Chapel Street", "Windsor Terrace", "Grange Road", "Springfield Road", "Meadow View",
            "Cedar Grove", "Elm Tree Avenue", "Alexandra Road", "Bridge Street", "Hawthorn Way", "Priory Gardens",
        ],
        Cultures =
        [
            (Names.English, 76), (Names.Indian, 9), (Names.Polish, 5), (Names.WestAfrican, 4), (Names.EastAsian, 3),
            (Names.Italian, 2), (Names.Arabic, 1),
        ],
    };

    static readonly Country unitedStates = new()
    {
        Code = "US",
        Line = "{0} {1}",
        SecondLines = ["Apt {0}", "Suite {0}", "Unit {0}", "Floor {0}", "Apt {0}B"],
        Towns =
        [
            new("New York", "NY", "10001-10040", 16, PhoneNumbers.American(212)),
            new("Brooklyn", "NY", "11201-11239", 12, PhoneNumbers.American(718)),
            new("Los Angeles", "CA", "90001-90068", 12, PhoneNumbers.American(213)),
            new("San Francisco", "CA", "94102-94134", 9, PhoneNumbers.American(415)),
            new("San Diego", "CA", "92101-92131", 5, PhoneNumbers.American(619)),
            new("Chicago", "IL", "60601-60661", 10, PhoneNumbers.American(312)),
            new("Boston", "MA", "02108-02136", 8, PhoneNumbers.American(617)),
            new("Seattle", "WA", "98101-98199", 7, PhoneNumbers.American(206)),
            new("Portland", "OR", "97201-97239", 5, PhoneNumbers.American(503)),
            new("Austin", "TX", "78701-78759", 6, PhoneNumbers.American(512)),
            new("Denver", "CO", "80202-80239", 5, PhoneNumbers.American(303)),
            new("Atlanta", "GA", "30303-30345", 5, PhoneNumbers.American(404)),
            new("Miami", "FL", "33125-33196", 5, PhoneNumbers.American(305)),
            new("Philadelphia", "PA", "19102-19154", 5, PhoneNumbers.American(215)),
        ],
        Streets =
        [
            "Maple Street", "Oak Avenue", "Main Street", "Elm Street", "Washington Avenue", "Park Place", "Cedar Lane",
            "Lakeview Drive", "Sunset Boulevard", "Hillcrest Road", "Pine Street", "2nd Avenue", "5th Street",
            "Magnolia Court", "Willow Lane", "Franklin Street", "Jefferson Avenue", "Highland Avenue", "River Road",
            "Chestnut Street", "Spruce Street", "Walnut Street", "Dogwood Drive", "Juniper Way", "Laurel Avenue",
        ],
        Cultures =
        [
            (Names.English, 56), (Names.Spanish, 18), (Names.EastAsian, 7), (Names.Italian, 5), (Names.German, 5),
            (Names.Indian, 4), (Names.WestAfrican, 2), (Names.Polish, 2), (Names.Arabic, 1),
        ],
    };

    /// <summary>The countries, in the order <see cref="CountryWeights"/> is in.</summary>
    internal static readonly Country[] Countries = [france, germany, britain, unitedStates];

    /// <summary>How the customers are spread over the countries.</summary>
    internal static readonly double[] CountryWeights = [46, 24, 20, 10];

    /// <summary>The country of a customer.</summary>
    /// <param name="seed">The shop's.</param>
    /// <param name="customer">Which.</param>
    /// <param name="person">Decides about the rest of who the customer is.</param>
    internal static Country CountryOf(ulong seed, int customer, out Rng person)
    {
        person = Rng.ForStream(seed, 2 * (ulong)customer);
        return Countries[person.PickWeighted(CountryWeights)];
    }
}
