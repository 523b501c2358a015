namespace Perennial.Core.Demo;

/// <summary>Given and family names of one culture.</summary>
sealed class NameList
{
    internal NameList(string given, string family)
    {
        Given = given.Split(' ');
        Family = family.Split(',', StringSplitOptions.TrimEntries);
    }

    internal string[] Given { get; }

    internal string[] Family { get; }
}

/// <summary>The names that customers of the synthetic shop are put together from: common ones, so that a full name
/// belongs to many people or to nobody, never to one.</summary>
static class Names
{
    internal static readonly NameList French = new(
        "Camille Léa Manon Chloé Inès Jade Louise Emma Alice Juliette Zoé Margaux Clara Anaïs Élodie Amélie " +
        "Sophie Nathalie Isabelle Sylvie Martine Françoise Monique Brigitte Hélène Aurélie Céline Delphine " +
        "Valérie Sandrine Lucas Hugo Louis Gabriel Arthur Jules Théo Nathan Antoine Maxime Nicolas Julien Thomas " +
        "Pierre Jean Michel Philippe Alain Bernard Laurent Olivier Stéphane Guillaume Benoît Étienne Rémi Mathieu " +
        "François",
        "Martin, Bernard, Dubois, Thomas, Robert, Richard, Petit, Durand, Leroy, Moreau, Simon, Laurent, " +
        "Lefebvre, Michel, Garcia, David, Bertrand, Roux, Vincent, Fournier, Morel, Girard, André, Lefèvre, " +
        "Mercier, Dupont, Lambert, Bonnet, François, Martinez, Legrand, Garnier, Faure, Rousseau, Blanc, Guérin, " +
        "Muller, Henry, Roussel, Nicolas, Perrin, Morin, Mathieu, Clément, Gauthier, Dumont, Lopez, Fontaine, " +
        "Chevalier, Robin, Masson, Sanchez, Gérard, Nguyen, Boyer, Denis, Lemaire, Duval, Joly, Gautier, Roger, " +
        "Roche, Roy, Noël, Meyer, Lucas, Meunier, Jean, Marchand, Dufour, Blanchard, Marie, Barbier, Brun, Dumas, " +
        "Brunet, Schmitt, Leroux, Colas, Renard, Arnaud, Rolland, Caron, Aubert, Giraud, Leclerc, Vidal, " +
        "Bourgeois, Renaud, Lemoine, Picard, Gaillard, Philippe, Leclercq, Lacroix, Fabre, Dupuis, Olivier, " +
        "Rodriguez, Da Silva, Le Gall, Le Roux");

    internal static readonly NameList German = new(
        "Anna Lena Lea Hannah Mia Sophia Marie Laura Julia Sarah Lisa Katharina Franziska Johanna Charlotte " +
        "Ursula Monika Petra Sabine Renate Karin Andrea Susanne Birgit Heike Martina Gabriele Claudia Stefanie " +
        "Nicole Anke Jonas Leon Finn Paul Felix Lukas Maximilian Elias Noah Ben Michael Thomas Andreas Stefan " +
        "Peter Wolfgang Klaus Jürgen Günter Dieter Manfred Uwe Frank Jens Matthias Sebastian Tobias Florian Jörg " +
        "Björn Götz Rüdiger",
        "Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Schäfer, Koch, " +
        "Bauer, Richter, Klein, Wolf, Schröder, Neumann, Schwarz, Zimmermann, Braun, Krüger, Hofmann, Hartmann, " +
        "Lange, Schmitt, Werner, Schmitz, Krause, Meier, Lehmann, Schmid, Schulze, Maier, Köhler, Herrmann, " +
        "König, Walter, Mayer, Huber, Kaiser, Fuchs, Peters, Lang, Scholz, Möller, Weiß, Jung, Hahn, Schubert, " +
        "Vogel, Friedrich, Keller, Günther, Frank, Berger, Winkler, Roth, Beck, Lorenz, Baumann, Franke, " +
        "Albrecht, Schuster, Simon, Ludwig, Böhm, Winter, Kraus, Martin, Schumacher, Krämer, Vogt, Stein, Jäger, " +
        "Otto, Sommer, Groß, Seidel, Heinrich, Brandt, Haas, Schreiber, Graf, Schulte, Dietrich, Ziegler, Kuhn, " +
        "Kühn, Pohl, Engel, Horn, Busch");

    internal static readonly NameList English = new(
        "Olivia Amelia Isla Ava Emily Grace Lily Sophie Charlotte Harriet Eleanor Beatrice Florence Alice Matilda " +
        "Susan Margaret Patricia Linda Barbara Karen Helen Deborah Julie Tracy Nicola Rebecca Hannah Rachel " +
        "Jessica Ashley Madison Abigail Megan Heather Brittany Oliver George Harry Jack Noah Charlie Thomas James " +
        "William Henry Edward Alfie Daniel Matthew Christopher Andrew David Stephen Paul Mark Kevin Gary Ian " +
        "Graham Keith Ryan Tyler Brandon Justin Austin Ethan Mason Logan Walter Raymond",
        "Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Robinson, Wright, Thompson, Evans, " +
        "Walker, White, Roberts, Green, Hall, Wood, Jackson, Clarke, Harris, Clark, Lewis, Cooper, Ward, Turner, " +
        "Hill, Moore, Morris, King, Watson, Baker, Harrison, Morgan, Allen, James, Scott, Phillips, Parker, Lee, " +
        "Bennett, Young, Mitchell, Cook, Shaw, Bailey, Richardson, Carter, Collins, Bell, Adams, Kelly, Cox, " +
        "Marshall, Simpson, Webb, Murphy, Gray, Mills, Rogers, Hughes, Palmer, Mason, Hunt, Knight, Butler, " +
        "Barnes, Stevens, Fisher, Dixon, Harvey, Pearson, Graham, Fletcher, Howard, Andrews, Elliott, Reynolds, " +
        "Payne, Fox, Ford, Pearce, Day, West, Brooks, Lawrence, Cole, Atkinson, Bradley, Spencer, Dawson, Burton, " +
        "Watts, O'Brien, O'Connor, McDonald, Campbell, Stewart, MacLeod, Fraser, Sullivan, Peterson, Nelson, " +
        "Ramsey, Hayes, Foster, Sanders, Bryant");

    internal static readonly NameList Italian = new(
        "Giulia Chiara Francesca Martina Sara Alessia Elisa Valentina Giorgia Paola Lucia Silvia Roberta Marco " +
        "Luca Matteo Alessandro Andrea Lorenzo Davide Simone Stefano Giuseppe Antonio Paolo Roberto Salvatore " +
        "Enrico",
        "Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, Greco, Bruno, Gallo, Conti, De " +
        "Luca, Mancini, Costa, Giordano, Rizzo, Lombardi, Moretti, Barbieri, Fontana, Santoro, Mariani, Rinaldi, " +
        "Caruso, Ferrara, Galli, Martini, Leone, Longo, Gentile, Martinelli, Vitale, Lombardo, Serra, Coppola");

    internal static readonly NameList Spanish = new(
        "Lucía María Paula Daniela Carla Sofía Valeria Carmen Pilar Rosa Elena Marta Cristina Ana Alejandra " +
        "Gabriela Hugo Mateo Martín Pablo Diego Javier Carlos Miguel José Luis Fernando Sergio Álvaro Andrés " +
        "Ricardo Ramón",
        "García, Rodríguez, González, Fernández, López, Martínez, Sánchez, Pérez, Gómez, Jiménez, Ruiz, " +
        "Hernández, Díaz, Moreno, Muñoz, Álvarez, Romero, Alonso, Gutiérrez, Navarro, Torres, Domínguez, Vázquez, " +
        "Ramos, Gil, Ramírez, Serrano, Blanco, Molina, Morales, Suárez, Ortega, Delgado, Castro, Ortiz, Rubio, " +
        "Marín, Iglesias");

    internal static readonly NameList Portuguese = new(
        "Beatriz Mariana Inês Catarina Ana Sofia Joana Teresa Fátima Lurdes Helena Rita João Pedro Tiago Miguel " +
        "Rui Nuno Paulo Manuel António Carlos Luís Ricardo Hélder Filipe",
        "Silva, Santos, Ferreira, Pereira, Oliveira, Costa, Rodrigues, Martins, Sousa, Fernandes, Gonçalves, " +
        "Gomes, Lopes, Marques, Alves, Almeida, Ribeiro, Pinto, Carvalho, Teixeira, Moreira, Correia, Mendes, " +
        "Nunes, Soares, Vieira, Monteiro, Cardoso, Rocha, Neves, Coelho, Cruz, Cunha, Pires, Ramos, Reis, Simões, " +
        "Antunes, Matos");

    internal static readonly NameList Polish = new(
        "Agnieszka Katarzyna Magdalena Joanna Monika Ewa Barbara Zofia Maja Hanna Aleksandra Natalia Piotr " +
        "Krzysztof Andrzej Tomasz Paweł Michał Marcin Jakub Wojciech Mateusz Łukasz Adam Kamil Bartosz",
        "Nowak, Kowalski, Wiśniewski, Wójcik, Kowalczyk, Kamiński, Lewandowski, Zieliński, Szymański, Woźniak, " +
        "Dąbrowski, Kozłowski, Mazur, Jankowski, Kwiatkowski, Wojciechowski, Krawczyk, Kaczmarek, Piotrowski, " +
        "Grabowski, Zając, Pawłowski, Król, Michalski, Wróbel, Wieczorek, Jabłoński, Nowicki, Majewski, Stępień");

    internal static readonly NameList Turkish = new(
        "Elif Zeynep Ayşe Fatma Emine Merve Büşra Esra Derya Sibel Gülşen Leyla Mehmet Mustafa Ahmet Ali Hüseyin " +
        "Emre Burak Murat Kemal Can Deniz Okan Serkan Onur",
        "Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Yıldırım, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç, " +
        "Aslan, Çetin, Kara, Koç, Kurt, Özkan, Şimşek, Polat, Korkmaz, Çakır, Erdoğan, Güneş, Acar, Yalçın, " +
        "Güler, Aksoy");

    internal static readonly NameList Arabic = new(
        "Fatima Khadija Amina Yasmine Nadia Samira Leïla Salma Meryem Sara Imane Nour Hana Rania Mohamed Karim " +
        "Mehdi Youssef Omar Rachid Samir Nabil Hamza Bilal Ismaël Walid Tarek Hassan Sofiane Adel",
        "Benali, Haddad, Mansouri, Bouzid, Belkacem, Cherif, Saïdi, Brahimi, Amrani, Bennani, El Idrissi, Alaoui, " +
        "Tazi, Berrada, Ben Salah, Trabelsi, Jaziri, Mejri, Ayari, Khelifi, Hamdi, Kaddour, Meziane, Toumi, " +
        "Ziani, Ouali, Bensaïd, Chaoui, Fassi, Lahlou, Nasri, Rahmani, Saadi, Slimani, Zerrouki, Khoury, Najjar, " +
        "Sayegh");

    internal static readonly NameList Indian = new(
        "Priya Anjali Neha Pooja Divya Kavita Sunita Meera Lakshmi Aisha Ananya Deepa Nisha Radha Raj Amit Rahul " +
        "Sanjay Vijay Arjun Rohan Anil Suresh Vikram Imran Harpreet Gurpreet Nikhil Karan Ravi",
        "Patel, Singh, Kumar, Shah, Sharma, Khan, Gupta, Mehta, Desai, Joshi, Reddy, Nair, Iyer, Kapoor, " +
        "Malhotra, Chopra, Bhatt, Kaur, Gill, Sandhu, Dhillon, Ahmed, Hussain, Chaudhry, Banerjee, Das, Ghosh, " +
        "Mukherjee, Rao, Verma, Mishra, Pandey, Agarwal, Trivedi, Parmar, Chauhan, Solanki, Rana, Bose, Menon, " +
        "Pillai, Krishnan");

    internal static readonly NameList EastAsian = new(
        "Linh Mai Lan Hương Thu Minh Anh Ngọc Tuấn Dũng Hải Wei Li Jing Mei Xin Yan Fang Hua Jun Ming Lei Chen " +
        "Yuki Haruka Sakura Kenji Hiroshi Takashi Min-ji Seo-yeon Ji-hoon Sung-min Grace Kevin Amy Daniel",
        "Nguyễn, Trần, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Đặng, Bùi, Đỗ, Wang, Li, Zhang, Liu, Chen, Yang, Huang, " +
        "Zhao, Wu, Zhou, Xu, Sun, Ma, Lin, Chan, Wong, Cheung, Lam, Tanaka, Suzuki, Sato, Watanabe, Yamamoto, " +
        "Kim, Park, Choi, Jung, Kang, Yoon");

    internal static readonly NameList WestAfrican = new(
        "Aminata Fatou Mariam Awa Aïssatou Khady Ngozi Chidinma Amara Adaeze Abena Akosua Efua Mamadou Ousmane " +
        "Ibrahima Moussa Cheikh Abdoulaye Chinedu Emeka Tunde Kwame Kofi Kwabena Yaw Seun Ifeanyi",
        "Diallo, Traoré, Diop, Ndiaye, Fall, Sow, Ba, Sy, Camara, Keïta, Coulibaly, Konaté, Touré, Cissé, " +
        "Sissoko, Diarra, Kouassi, Koné, Ouattara, Okafor, Okonkwo, Adeyemi, Balogun, Eze, Nwosu, Obi, Ogunleye, " +
        "Mensah, Owusu, Boateng, Asante, Osei, Appiah, Agyeman, Addo, Bangura, Kamara, Sesay");
}
